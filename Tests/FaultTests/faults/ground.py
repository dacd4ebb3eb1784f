"""The nodes the faults happen on: addresses, and what an operator can do to them."""

import base64
import glob
import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]


class Ground:
    """The PostgreSQL and RabbitMQ nodes of a home, as deploy/nodes starts them, or Tests/FaultTests/containers."""

    def __init__(self, home):
        self.home = pathlib.Path(home).resolve()
        self.environment = {}
        for line in (self.home / "env").read_text().splitlines():
            name, _, value = line.partition("=")
            self.environment[name] = value.strip("'\"")
        self.database = self.environment["QIAO_DATABASE_URL"]
        self.broker = self.environment["QIAO_AMQP_URL"]
        self.api = urllib.parse.urlsplit(self.environment["QIAO_RABBITMQ_API"])
        self.postgres_programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        # Each thread's terminal, and how many restarts of the nodes it has seen.
        self.mine = threading.local()
        self.restarts = 0

    # PostgreSQL

    def sql(self, text, schema="public"):
        """Runs SQL as the owner of everything and gives the rows back, fields parted by a bar."""
        if not getattr(self.mine, "terminal", None) or self.mine.restarts != self.restarts:
            self.mine.terminal = Terminal(f"{self.postgres_programs}/psql", self.database)
            self.mine.restarts = self.restarts
        try:
            return self.mine.terminal.ask(f"set search_path = {schema}; {text}")
        except NodeError:
            self.mine.terminal = None
            raise

    def session(self, text):
        """A session of its own that runs SQL and stays, as a forgotten terminal would; end it with `kill()`."""
        client = subprocess.Popen(
            [f"{self.postgres_programs}/psql", "-X", "-q", self.database],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
        client.stdin.write(text)
        client.stdin.flush()
        return client

    @property
    def data(self):
        """The database's folder, which the node was started with."""
        line = pathlib.Path(f"/proc/{self.pid('postgres')}/cmdline").read_text().split("\0")
        return line[line.index("-D") + 1]

    # RabbitMQ

    def control(self, *arguments):
        """rabbitmqctl."""
        return rabbitmqctl(self.home, *arguments)

    def call(self, method, path, body=None):
        """The broker's management interface; None when what is asked for is not there."""
        return self.call_at(self.api.port, method, path, body)

    def call_at(self, port, method, path, body=None):
        request = urllib.request.Request(
            f"http://{self.api.hostname}:{port}/api/{path}", method=method,
            data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        secret = base64.b64encode(f"{self.api.username}:{self.api.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {secret}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                text = answer.read()
                return json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise NodeError(f"{method} {path}: {error.code} {error.read()[:300]!r}") from error

    # Both

    def pid(self, node):
        return int((self.home / f"run/{node}.pid").read_text())

    def kill(self, node):
        """kill -9, as the kernel does when memory ends."""
        pid = self.pid(node)
        os.kill(pid, signal.SIGKILL)
        until(f"{node} is gone", lambda: not alive(pid), 10)

    def restore(self):
        """Starts whatever does not run."""
        # Containers have a command of their own.
        own = self.home / "bin/nodes-up"
        command = [own] if own.exists() else [REPOSITORY / "deploy/nodes", "up", "--home", self.home]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, timeout=300)
        self.restarts += 1


def rabbitmqctl(home, *arguments):
    """An operator's command to the node of a home."""
    done = subprocess.run(
        [home / "bin/rabbitmqctl", "-q", *arguments], capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise NodeError(f"rabbitmqctl {' '.join(arguments)}: {done.stderr.strip()[-300:]}")
    return done.stdout


class Terminal:
    """One psql that is asked again and again: to start one for each question would cost more than what is tested."""

    END = "-- that is all --"

    def __init__(self, program, database):
        self.client = subprocess.Popen(
            [program, "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(self, text):
        """Gives the rows back. After a NodeError nothing more can be asked."""
        limit = threading.Timer(60, self.client.kill)
        limit.start()
        try:
            self.client.stdin.write(f"{text};\n\\echo {self.END}\n")
            self.client.stdin.flush()
            rows = []
            for line in self.client.stdout:
                if line == self.END + "\n":
                    return rows
                rows.append(line.removesuffix("\n"))
        except BrokenPipeError:
            pass
        finally:
            limit.cancel()
        raise NodeError(self.client.communicate()[1].strip() or "no answer within a minute")


class NodeError(Exception):
    """A node refused what was asked of it."""


class Failure(Exception):
    """A process did what it must not do."""


class TooLate(Exception):
    """Something that had to happen did not happen in time."""


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(what, condition, seconds):
    """Waits for a condition; errors of nodes that are away count as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            found = condition()
        except (NodeError, OSError, subprocess.TimeoutExpired):
            found = None
        if found:
            return found
        if time.monotonic() > deadline:
            raise TooLate(what)
        time.sleep(0.05)
