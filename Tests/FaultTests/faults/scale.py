"""Several replicas, joining, leaving, and sleeping past their leases."""

import pathlib
import subprocess

from .book import fault
from .ground import until


def leases(world, kind):
    """How many replicas hold what there is to hold."""
    schema, what = (world.giver, "relay") if kind == "publish" else (world.taker, "lane")
    return int(world.ground.sql(
        f"select count(distinct owner) from msg_lease where kind = '{what}' and expires_at > clock_timestamp()",
        schema)[0])


def replicas(number, short):
    @fault(f"scale.{number}_replicas", "scale", short=short, long=5, own_processes=True)
    def cause(world, dice, runs):
        world.load_on()
        for replica in range(1, number + 1):
            world.publish("--rate", 150 // number, replica=replica)
            world.consume(replica=replica)
        world.flows(400)
        return 1

    cause.__doc__ = f"{number} publishers and {number} consumers share the work."


replicas(2, 1)
replicas(4, 0)


@fault("scale.join_and_leave", "scale", short=1, long=20)
def join_and_leave(world, dice, runs):
    """Replicas come, go politely, or die, under load."""
    for run in range(runs):
        world.publish(replica=2)
        world.consume(replica=2)
        world.flows(100)
        kind = ("publish", "consume")[run % 2]
        replica = dice.choice((1, 2))
        if dice.random() < 0.5:
            world.processes.pop((kind, replica)).end()
        else:
            world.stop(kind, replica)
        world.flows(100)
        (world.publish if kind == "publish" else world.consume)(replica=replica)
    return runs


def asleep(name, text, kind, short):
    @fault(name, "scale", short=short, long=5)
    def cause(world, dice, runs):
        for _ in range(runs):
            world.publish(replica=2)
            world.consume(replica=2)
            world.flows(100)
            sleeper = world.processes[kind, 1]
            sleeper.pause()
            until("its leases are another's", lambda: leases(world, kind) == 1, 90)
            world.flows(100)
            sleeper.resume()
            world.flows(100)
            world.stop("publish", 2)
            world.stop("consume", 2)
        return runs

    cause.__doc__ = text


asleep("scale.relay_asleep", "A relay sleeps past its lease, another takes over, the first wakes up.", "publish", 1)
asleep("scale.lane_asleep", "A consumer sleeps past its lease, another takes over, the first wakes up.", "consume", 0)


@fault("scale.clocks_apart", "scale", short=0, long=5, own_processes=True)
def clocks_apart(world, dice, runs):
    """The clocks of replicas are an hour apart; one side dies and the other takes over, both ways."""
    library = world.folder / "clock.so"
    source = pathlib.Path(__file__).with_name("clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)

    def start(replica):
        shifted = {"LD_PRELOAD": str(library), "CLOCK_SHIFT": str((-1800, 1800)[replica - 1])}
        world.publish("--rate", 75, replica=replica, environment=shifted)
        world.consume(replica=replica, environment=shifted)

    world.load_on()
    start(1)
    start(2)
    world.flows(200)
    for _ in range(runs):
        for replica in (1, 2):
            world.stop("publish", replica)
            world.stop("consume", replica)
            world.flows(200)
            start(replica)
            world.flows(200)
    return runs
