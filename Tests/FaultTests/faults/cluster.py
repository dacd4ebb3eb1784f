"""What can happen to a cluster of three broker nodes; both sides know all three addresses."""

import contextlib
import os
import signal
import subprocess
import urllib.parse

from .book import fault
from .ground import REPOSITORY, Ground, NodeError, TooLate, alive, rabbitmqctl, until

NUMBERS = (1, 2, 3)


class ClusterGround(Ground):
    """The home's database, and a broker of three nodes that Tests/FaultTests/cluster starts beside the home's own."""

    def __init__(self, home):
        super().__init__(home)
        self.ports = {}
        # What a run that was broken off has left.
        self.wipe()
        self.restore()
        of_one = urllib.parse.urlsplit(self.broker)
        hosts = ",".join(f"127.0.0.1:{port}" for port, _ in self.ports.values())
        self.broker = of_one._replace(netloc=f"{of_one.username}:{of_one.password}@{hosts}").geturl()

    def node_command(self, action, number):
        command = [REPOSITORY / "Tests/FaultTests/cluster", action, self.home, str(number)]
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)

    def restore(self):
        """Starts whatever does not run, all at once: none answers before a majority runs."""
        self.node_command("names", 1).communicate(timeout=30)
        for numbers in (NUMBERS,) if self.ports else ((1,), (2,), (3,)):
            starts = {number: self.node_command("up", number) for number in numbers}
            for number, start in starts.items():
                answer = start.communicate(timeout=400)[0]
                if start.returncode:
                    raise NodeError(f"node {number} of the cluster does not start")
                self.ports[number] = tuple(map(int, answer.split()[-2:]))
        for number in NUMBERS:
            if f"qiao{number}@localhost" not in self.running():
                self.control_of(number, "start_app")
        until("all nodes are members", lambda: len(self.running()) == len(NUMBERS), 120)

    def wipe(self):
        for number in reversed(NUMBERS):
            self.node_command("wipe", number).communicate(timeout=120)

    def running(self):
        return [node["name"] for node in self.call("GET", "nodes") if node["running"]]

    def call(self, method, path, body=None):
        """The management interface of the first node that answers."""
        for _, port in self.ports.values():
            with contextlib.suppress(OSError, NodeError):
                return self.call_at(port, method, path, body)
        raise NodeError(f"no node of the cluster answers {method} {path}")

    def control_of(self, number, *arguments):
        return rabbitmqctl(self.home / f"cluster/{number}", *arguments)

    def node(self, number):
        return int((self.home / f"cluster/{number}/run/rabbitmq.pid").read_text())

    def kill_node(self, number):
        pid = self.node(number)
        os.kill(pid, signal.SIGKILL)
        until(f"node {number} is gone", lambda: not alive(pid), 10)

    def leader(self, queue):
        """The number of the node that leads a queue."""
        name = until(f"{queue} has a leader", lambda: self.call("GET", f"queues/%2F/{queue}").get("leader"), 60)
        return int(name.removeprefix("qiao").partition("@")[0])


def on_cluster(name, runs, **more):
    return fault(f"cluster.{name}", "cluster", short=0, long=runs, alone=True, on_cluster=True, patience=240, **more)


@on_cluster("leader_killed", 10)
def leader_killed(world, dice, runs):
    """kill -9 of the node that leads a queue; work goes on through the others before it is back."""
    for run in range(runs):
        queue = (f"{world.taker}.events.{run % 4}", f"{world.giver}.requests")[run % 3 == 2]
        world.ground.kill_node(world.ground.leader(queue))
        world.flows(200)
        world.ground.restore()
        world.flows()
    return runs


@on_cluster("rolling_restart", 3)
def rolling_restart(world, dice, runs):
    """Each node in turn is stopped properly and started, as when it is upgraded."""
    for _ in range(runs):
        for number in NUMBERS:
            world.ground.control_of(number, "stop_app")
            world.flows()
            world.ground.control_of(number, "start_app")
            world.flows()
    return runs


@on_cluster("each_killed", 3)
def each_killed(world, dice, runs):
    """kill -9 of each node in turn, the next as soon as the one before is back."""
    for _ in range(runs):
        for number in dice.sample(NUMBERS, 3):
            world.ground.kill_node(number)
            world.flows()
            world.ground.restore()
    return runs


@on_cluster("majority_killed", 3)
def majority_killed(world, dice, runs):
    """kill -9 of two nodes: the third must do nothing alone, and all go on when there is a majority again."""
    for _ in range(runs):
        for number in dice.sample(NUMBERS, 2):
            world.ground.kill_node(number)
        until("events wait for the broker", lambda: world.count("msg_unsent", world.giver) > 100, 120)
        world.ground.restore()
        world.flows()
    return runs


@on_cluster("minority_parted", 6)
def minority_parted(world, dice, runs):
    """A node and the two others take each other for dead; processes still reach all three."""
    for run in range(runs):
        number = run % 3 + 1
        with parted(world.ground, number):
            until("the others take it for dead", lambda n=number: seen_by_others(world.ground, n), 60)
            world.flows(200)
        until("it is back", lambda: len(world.ground.running()) == 3, 120)
        world.flows()
    return runs


@contextlib.contextmanager
def parted(ground, number):
    """The node wants another secret of the others than they have, so that no connection comes about."""
    others = [f"qiao{other}@localhost" for other in NUMBERS if other != number]
    ground.control_of(number, "eval", "".join(
        f"erlang:set_cookie('{other}', nobody_knows), erlang:disconnect_node('{other}')," for other in others) + "ok.")
    try:
        yield
    finally:
        ground.control_of(
            number, "eval", "".join(f"erlang:set_cookie('{other}', erlang:get_cookie())," for other in others) + "ok.")


def seen_by_others(ground, number):
    """Whether a node of the majority says that this one does not run."""
    witness = number % 3 + 1
    nodes = ground.call_at(ground.ports[witness][1], "GET", "nodes")
    return any(node["name"] == f"qiao{number}@localhost" and not node["running"] for node in nodes)


@on_cluster("minority_asleep", 6)
def minority_asleep(world, dice, runs):
    """A node is silent for longer than the others wait for it (SIGSTOP), with clients connected, and wakes up. When it
    stays on its own then, which is a fault of the broker's, an operator restarts it."""
    for run in range(runs):
        number = run % 3 + 1
        pid = world.ground.node(number)
        os.kill(pid, signal.SIGSTOP)
        try:
            until("the others take it for dead", lambda n=number: seen_by_others(world.ground, n), 60)
            world.flows(200)
        finally:
            os.kill(pid, signal.SIGCONT)
        world.flows(200)
        with contextlib.suppress(TooLate):
            until("it is back", lambda n=number: not seen_by_others(world.ground, n), 20)
            continue
        world.ground.kill_node(number)
        world.ground.restore()
        world.flows()
    return runs


@on_cluster("leader_moves", 10)
def leader_moves(world, dice, runs):
    """An operator moves the leaders of the queues from node to node."""
    for _ in range(runs):
        queues = [f"{world.taker}.events.{lane}" for lane in range(4)]
        for queue in queues:
            target = dice.choice([number for number in NUMBERS if number != world.ground.leader(queue)])
            world.ground.control_of(target, "eval", (
                f"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"{queue}\">>)),"
                "rabbit_quorum_queue:transfer_leadership(Q, node())."))
        world.flows()
    return runs
