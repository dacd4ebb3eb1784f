"""One run of the ledger: its processes, its load, and the check of what came of it."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

from .ground import NodeError, TooLate, until

AGGREGATES = 60
# Events on their way at which publishers pause: a slow machine, or a fault that lasts, must not pile up work for minutes.
MOST_ON_THE_WAY = 600


class Process:
    """A process of the ledger; it may be killed, paused and started anew under the same name."""

    def __init__(self, world, kind, replica, *options, crash=None, database=None, broker=None, environment=None):
        self.kind = kind
        settings = {
            "QIAO_LEDGER_WORLD": world.name, "QIAO_DATABASE_URL": database or world.ground.database,
            "QIAO_AMQP_URL": broker or world.ground.broker, **(environment or {})}
        if crash:
            settings["QIAO_CRASH_POINT"] = crash
        command = [world.program, kind, "--replica", str(replica), *map(str, options)]
        if kind == "publish":
            command += ["--while", world.load, "--journal", world.journal(replica)]
        self.log = open(world.folder / f"{kind}-{replica}.log", "a", encoding="utf-8")
        self.child = subprocess.Popen(
            list(map(str, command)), env={**os.environ, **settings}, stdout=self.log, stderr=self.log)

    def signal(self, number):
        if self.child.poll() is None:
            self.child.send_signal(number)

    def pause(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.wait(10)

    def end(self, seconds=60):
        """Asks politely; a process that does not end is a fault of its own."""
        self.signal(signal.SIGTERM)
        return self.wait(seconds)

    def wait(self, seconds):
        try:
            code = self.child.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise TooLate(f"{self.kind} does not end") from error
        self.log.close()
        return code

    @property
    def hears(self):
        """Whether it has got so far that it would obey SIGTERM."""
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text().split("SigCgt:")[1]
        return int(status.split()[0], 16) >> (signal.SIGTERM - 1) & 1

    @property
    def is_dead(self):
        return self.child.poll() is not None


class World:
    """A giver and a taker with schemas and queues of their own."""

    def __init__(self, ground, program, name, folder):
        self.ground, self.program, self.name = ground, program, name
        self.folder = pathlib.Path(folder) / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.load = self.folder / "load"
        self.processes, self.at_end = {}, []
        self.governor, self.load_ends = None, threading.Event()
        self.giver, self.taker = f"{name}giver", f"{name}taker"
        self.clear()

    def journal(self, replica):
        return self.folder / f"journal-{replica}"

    def start(self, kind, *options, replica=1, **more):
        """Starts a replica, or starts it anew."""
        self.stop(kind, replica)
        process = Process(self, kind, replica, *options, **more)
        self.processes[kind, replica] = process
        return process

    def stop(self, kind, replica=1):
        """Kills a replica, if there is one."""
        process = self.processes.pop((kind, replica), None)
        if process and not process.is_dead:
            process.resume()
            process.kill()

    def publish(self, *options, **more):
        return self.start("publish", "--aggregates", AGGREGATES, *options, **more)

    def consume(self, *options, **more):
        return self.start("consume", *options, **more)

    def load_on(self):
        """Publishers work from now on, as long as consumers follow."""
        self.load.touch()
        self.load_ends.clear()
        self.governor = threading.Thread(target=self.govern)
        self.governor.start()

    def load_off(self):
        self.load_ends.set()
        if self.governor:
            self.governor.join()
        self.load.unlink(missing_ok=True)

    def govern(self):
        while not self.load_ends.wait(0.2):
            with contextlib.suppress(NodeError):
                if self.on_the_way() > MOST_ON_THE_WAY:
                    self.load.unlink(missing_ok=True)
                else:
                    self.load.touch()

    def make_room(self):
        """Waits until publishers will not pause soon, for who wants more to be sent while nobody consumes."""
        until("few events are on their way", lambda: self.on_the_way() < MOST_ON_THE_WAY / 2, 150)

    def on_the_way(self):
        """Events committed, and neither applied nor put aside."""
        return self.missing() - self.count("msg_inbox", self.taker)

    def missing(self):
        """Events committed and not applied."""
        return self.count("movement", self.giver) - self.applied()

    def count(self, table, schema, where="true"):
        return int(self.ground.sql(f"select count(*) from {table} where {where}", schema)[0])

    def applied(self):
        return self.count("applied", self.taker)

    def flows(self, events=40, seconds=150):
        """Waits until so many more effects are there."""
        first = until("the taker's schema is there", lambda: self.applied() + 1, seconds) - 1
        until("effects follow", lambda: self.applied() >= first + events, seconds)

    def check(self, journals=False):
        """What the independent checker finds."""
        command = [self.program, "check"]
        if journals:
            for file in sorted(self.folder.glob("journal-*")):
                command += ["--journal", file]
        settings = {"QIAO_LEDGER_WORLD": self.name, "QIAO_DATABASE_URL": self.ground.database}
        done = subprocess.run(
            list(map(str, command)), env={**os.environ, **settings}, capture_output=True, text=True, timeout=120,
            check=False)
        if not done.stdout.strip():
            raise NodeError(done.stderr[-500:])
        return json.loads(done.stdout), done.returncode == 0

    def settle(self, seconds):
        """Stops the load and waits until nothing differs; what differs at the end of the time is the result."""
        self.load_off()
        begun = time.monotonic()
        try:
            until("the two ends agree", lambda: self.missing() <= 0 and self.check()[1], seconds)
        except TooLate:
            pass
        return self.check(journals=True)[0], time.monotonic() - begun

    def kill_all(self):
        self.load_off()
        for kind, replica in list(self.processes):
            self.stop(kind, replica)
        while self.at_end:
            self.at_end.pop()()

    def clear(self):
        """Takes everything of this name off the servers, also what a run that was broken off has left."""
        for service in (self.giver, self.taker):
            self.ground.sql(f"set client_min_messages = warning; drop schema if exists {service} cascade")
            for queue in [f"{service}.dead", f"{service}.requests"] + [f"{service}.events.{n}" for n in range(4)]:
                self.ground.call("DELETE", f"queues/%2F/{queue}")
            self.ground.call("DELETE", f"exchanges/%2F/{service}.events")

    def leave(self):
        """Nothing of it stays."""
        self.kill_all()
        self.clear()
        shutil.rmtree(self.folder)
