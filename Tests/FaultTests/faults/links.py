"""What can happen between a process and its broker or its database."""

import time

from .book import fault
from .ground import until
from .proxy import Proxy
from .shapes import Blackhole, Delay, LosesCommitAnswers, ResetsAtCommit, SwallowsAcks, Trickle


def through_proxy(name, node, rate=150, **more):
    """A fault of the links to one node: both sides reach it through a proxy that is handed to the fault."""

    def enter(cause):
        @fault(f"link.{node}.{name}", "link", own_processes=True, **more)
        def whole(world, dice, runs):
            url = getattr(world.ground, node)
            proxy = Proxy(url)
            world.at_end.append(proxy.close)
            world.load_on()
            world.publish("--rate", rate, **{node: proxy.address(url)})
            world.consume(**{node: proxy.address(url)})
            world.flows()
            for _ in range(runs):
                cause(world, dice, proxy)
                world.flows(60)
            return runs

        whole.__doc__ = cause.__doc__
        return cause

    return enter


def lasts(seconds):
    """The fault itself takes so long."""
    time.sleep(seconds)


def for_both(node):
    @through_proxy("cut", node, short=2, long=50)
    def cut(world, dice, proxy):
        """All connections are reset."""
        proxy.cut()

    @through_proxy("half_open", node, short=int(node == "broker"), long=10)
    def half_open(world, dice, proxy):
        """Nothing passes in either direction, longer than anyone waits."""
        with proxy.shaped(Blackhole()) as shape:
            until("it is felt", lambda: shape.times > 0, 90)
            lasts(18)

    @through_proxy("delay", node, short=0, long=10)
    def delay(world, dice, proxy):
        """Everything comes five seconds later."""
        with proxy.shaped(Delay(5)) as shape:
            until("it is felt", lambda: shape.times > 1, 90)
            lasts(12)

    @through_proxy("trickle", node, rate=10, short=0, long=10)
    def trickle(world, dice, proxy):
        """Every message comes in pieces of a few bytes."""
        with proxy.shaped(Trickle()):
            world.flows(60)


for_both("broker")
for_both("database")


@through_proxy("commit_answers", "database", short=1, long=10)
def commit_answers(world, dice, proxy):
    """The connection is reset between the server's COMMIT and its answer, thirty times."""
    with proxy.shaped(LosesCommitAnswers(dice, 0.1)) as shape:
        until("it happens", lambda: shape.times >= 30, 120)


@through_proxy("commit", "database", short=0, long=10)
def commit(world, dice, proxy):
    """The connection is reset when COMMIT has passed to the server, thirty times."""
    with proxy.shaped(ResetsAtCommit(dice, 0.1)) as shape:
        until("it happens", lambda: shape.times >= 30, 120)


@through_proxy("acks", "broker", short=1, long=10)
def acks(world, dice, proxy):
    """Confirms are swallowed until the publisher gives the connection up and sends everything again."""
    with proxy.shaped(SwallowsAcks()) as shape:
        until("confirms are swallowed", lambda: shape.times >= 10, 90)
        lasts(12)


@fault("link.broker.echo", "link", short=1, long=5)
def echo(world, dice, runs):
    """Everything that is published comes a second time, later."""
    world.start("echo")
    for _ in range(runs):
        world.flows(400)
    world.stop("echo")
    return runs
