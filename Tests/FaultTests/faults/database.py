"""What can happen to the database."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from .book import fault
from .ground import NodeError, alive, until


def stop_postgres(ground, mode):
    """pg_ctl's modes: INT is fast, QUIT is immediate."""
    pid = ground.pid("postgres")
    os.kill(pid, mode)
    until("the database is down", lambda: not os.path.exists(f"/proc/{pid}"), 90)


def restarts(name, text, mode, short):
    @fault(name, "database", short=short, long=5, alone=True)
    def cause(world, dice, runs):
        for _ in range(runs):
            if mode == signal.SIGKILL:
                world.ground.kill("postgres")
            else:
                stop_postgres(world.ground, mode)
            world.ground.restore()
            world.flows()
        return runs

    cause.__doc__ = text


restarts("database.restart", "The server is restarted: sessions are ended.", signal.SIGINT, 0)
restarts("database.immediate", "The server is stopped at once and recovers from its log.", signal.SIGQUIT, 0)
restarts("database.kill", "kill -9 of the server.", signal.SIGKILL, 1)


@fault("database.backend_killed", "database", short=0, long=10, alone=True)
def backend_killed(world, dice, runs):
    """kill -9 of one backend: the server ends all sessions and recovers."""
    for _ in range(runs):
        schema = dice.choice((world.giver, world.taker))
        found = world.ground.sql(f"select pid from pg_stat_activity where application_name = '{schema}'")
        os.kill(int(dice.choice(found)), signal.SIGKILL)
        world.flows()
    return runs


@fault("database.sessions_ended", "database", short=3, long=50)
def sessions_ended(world, dice, runs):
    """An operator ends sessions, whatever they are doing."""
    for _ in range(runs):
        world.ground.sql(
            f"select pg_terminate_backend(pid) from pg_stat_activity where application_name like '{world.name}%er'")
        world.flows()
    return runs


def locked(name, text, side, table, seconds, short=0):
    @fault(name, "database", short=short, long=5)
    def cause(world, dice, runs):
        for _ in range(runs):
            schema = world.giver if side == "giver" else world.taker
            session = world.ground.session(
                f"begin; lock table {schema}.{table} in access exclusive mode; select pg_sleep({seconds}); commit;\n")
            until("it waits", lambda s=schema: world.ground.sql(
                f"select 1 from pg_stat_activity where application_name = '{s}' and wait_event_type = 'Lock'"), 60)
            world.ground.sql(f"select count(*) from {schema}.{table}")
            session.stdin.close()
            session.wait(30)
            world.flows()
        return runs

    cause.__doc__ = text


locked("database.outbox_locked", "The unsent are locked, longer than a statement waits.", "giver", "msg_unsent", 8, 1)
locked("database.log_locked", "The log of events is locked.", "giver", "msg_event", 8)
locked("database.positions_locked", "The positions are locked.", "taker", "msg_position", 8)
locked("database.inbox_locked", "The inbox is locked.", "taker", "msg_inbox", 8)
locked("database.leases_locked", "The leases are locked, longer than they last.", "taker", "msg_lease", 14)


@fault("database.long_transaction", "database", short=0, long=3)
def long_transaction(world, dice, runs):
    """A forgotten transaction keeps the server from cleaning up; nothing waits for it."""
    for _ in range(runs):
        session = world.ground.session("begin isolation level repeatable read; select pg_current_xact_id();\n")
        world.flows(600)
        session.kill()
        session.wait()
    return runs


@fault("database.pool_exhausted", "database", short=1, long=3, own_processes=True)
def pool_exhausted(world, dice, runs):
    """Two connections where ten are wanted."""
    world.load_on()
    world.publish("--pool", 2, "--concurrency", 12, "--rate", 400)
    world.consume("--pool", 2)
    world.flows(300)
    return 1


@fault("database.statement_timeout", "database", short=0, long=5)
def statement_timeout(world, dice, runs):
    """Statements are slower than they may be, for a while: the effects' table waits for a lock."""
    for _ in range(runs):
        world.consume("--statement-timeout", 1)
        world.flows()
        session = world.ground.session(
            f"begin; lock table {world.taker}.applied in access exclusive mode; select pg_sleep(4); commit;\n")
        session.stdin.close()
        session.wait(30)
        world.flows()
    return runs


class SmallDisk:
    """A file system of its own, in memory, that is soon full; mounting one takes root."""

    def __init__(self, megabytes):
        if os.geteuid() != 0:
            raise NodeError("a small file system can be mounted by root only")
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="faults-disk-"))
        self.mount(f"size={megabytes}m")
        shutil.chown(self.path, "postgres")
        self.path.chmod(0o700)

    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.path], check=True)

    def grow(self, megabytes):
        self.mount(f"remount,size={megabytes}m")

    def remove(self):
        subprocess.run(["umount", self.path], check=True)
        self.path.rmdir()


@fault("database.disk_full", "database", short=0, long=3, own_processes=True)
def disk_full(world, dice, runs):
    """The disk under the giver's tables is full until somebody finds room."""
    disk, space = SmallDisk(8), f"{world.name}_small"
    world.at_end.append(lambda: drop(world, space, disk))
    world.ground.sql(f"create tablespace {space} location '{disk.path}'")
    url = world.ground.database
    on_it = url + ("&" if "?" in url else "?") + f"options=-c%20default_tablespace%3D{space}"
    world.load_on()
    world.publish("--rate", 400, database=on_it)
    world.consume()
    until("transactions are refused", lambda: world.journal(1).read_text().count("failed") > 20, 120)
    disk.grow(512)
    world.flows(200)
    return 1


def drop(world, space, disk):
    world.ground.sql(f"drop schema if exists {world.giver} cascade")
    world.ground.sql(f"drop tablespace {space}")
    disk.remove()


@fault("database.wal_full", "database", short=0, long=2, alone=True)
def wal_full(world, dice, runs):
    """The disk under the server's write-ahead log is full: it stops itself, and starts when there is room again."""
    ground = world.ground
    log = pathlib.Path(ground.data) / "pg_wal"
    disk = SmallDisk(sum(file.stat().st_size for file in log.iterdir()) // 1_048_576 + 128)
    ballast = disk.path / "ballast"
    stop_postgres(ground, signal.SIGINT)
    move(log, disk.path)
    log.rmdir()
    log.symlink_to(disk.path)
    world.at_end.append(lambda: put_back(ground, log, disk))
    ground.restore()
    for _ in range(runs):
        world.flows()
        pid = ground.pid("postgres")
        free = shutil.disk_usage(disk.path).free
        subprocess.run(["fallocate", "-l", str(free - 65_536), ballast], check=True)
        # Segments that lie ready are used up first.
        until("the server stops", lambda: not alive(pid) or not ground.sql("select pg_switch_wal()"), 180)
        ballast.unlink()
        ground.restore()
        world.flows()
    return runs


def put_back(ground, log, disk):
    with contextlib.suppress(ProcessLookupError):
        stop_postgres(ground, signal.SIGINT)
    log.unlink()
    log.mkdir(mode=0o700)
    shutil.chown(log, "postgres", "postgres")
    move(disk.path, log)
    ground.restore()
    disk.remove()


def move(source, target):
    """All that is in one folder into another, with its owner."""
    for entry in source.iterdir():
        subprocess.run(["cp", "-a", entry, target], check=True)
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
