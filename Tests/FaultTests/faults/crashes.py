"""SIGKILL at every named point, on the giver's or the taker's side, under load."""

from .book import fault
from .ground import Failure, until
from .world import AGGREGATES

NAMED_POINTS = [
    "beforeOutboxInsert", "afterOutboxInsert", "commitSent", "afterCommit", "afterPublish", "betweenReturnAndAck",
    "afterAckBeforeDelete", "afterDelete", "afterHandlerCommit", "parking", "replaying", "answeringReplay",
    "operatorReplay", "drain", "topology", "migration", "leasesTaken",
]
EVERY_ACCOUNT = [word for number in range(AGGREGATES) for word in ("--refuse", number)]


def dies(process, seconds=150):
    """Waits for a process to die where it was told to."""
    code = process.wait(seconds)
    if code != -9:
        raise Failure(f"{process.kind} ended with {code} instead of being killed; see its log")


def under_load(point, sides, least, most):
    """A point that is passed in daily work: the process dies there, is started with the same sentence, dies again."""

    @fault(f"crash.{point}", "crash", short=2, long=50)
    def cause(world, dice, runs):
        for run in range(runs):
            kind = sides[run % len(sides)]
            start = world.publish if kind == "publish" else world.consume
            dies(start(crash=f"{point}:{dice.randint(least, most)}"))
            start()
        return runs

    cause.__doc__ = f"Dies at {point}, again and again, under load ({' and '.join(sides)})."


under_load("beforeOutboxInsert", ["publish"], 1, 100)
under_load("afterOutboxInsert", ["publish", "consume"], 5, 80)
under_load("commitSent", ["publish", "consume"], 5, 80)
under_load("afterCommit", ["publish"], 1, 100)
under_load("afterPublish", ["publish"], 1, 30)
under_load("afterAckBeforeDelete", ["publish"], 1, 30)
under_load("afterDelete", ["publish"], 1, 30)
under_load("afterHandlerCommit", ["consume"], 1, 30)
# Not at the first renewals: the event at hand then would be begun again and again, and rightly be suspected.
under_load("leasesTaken", ["publish", "consume"], 3, 6)
under_load("topology", ["consume", "publish"], 1, 6)


@fault("crash.betweenReturnAndAck", "crash", short=2, long=50, own_processes=True)
def between_return_and_ack(world, dice, runs):
    """Nobody follows yet, so the broker gives everything back."""
    world.load_on()
    for _ in range(runs):
        dies(world.publish(crash=f"betweenReturnAndAck:{dice.randint(1, 60)}"))
    world.publish()
    world.consume()
    world.flows()
    return runs


@fault("crash.parking", "crash", short=2, long=50)
def parking(world, dice, runs):
    """The taker refuses everything and dies while it puts an event aside; in between it is well, and works it off."""
    for _ in range(runs):
        dies(world.consume(*EVERY_ACCOUNT, crash=f"parking:{dice.randint(1, 20)}"))
        world.consume()
        # A stream that has something aside is not put aside anew: so many are needed the next time. And who dies with the
        # same event in hand three times without one success in between is rightly suspected.
        until("enough streams are well", lambda: world.count("msg_inbox", world.taker, "state = 'retry'") < 20
              and not world.count("msg_attempt", world.taker), 90)
        world.flows()
    return runs


@fault("crash.replaying", "crash", short=2, long=50)
def replaying(world, dice, runs):
    """The taker refused everything, and dies while it tries again what it had put aside."""
    for _ in range(runs):
        world.consume(*EVERY_ACCOUNT)
        until("events are put aside", lambda: world.count("msg_inbox", world.taker) > 40, 90)
        dies(world.consume(crash=f"replaying:{dice.randint(1, 30)}"))
        world.consume()
        world.flows()
    return runs


@fault("crash.operatorReplay", "crash", short=2, long=50)
def operator_replay(world, dice, runs):
    """An operator's command dies while it orders parked events to be tried again; the next one finishes its work."""
    for _ in range(runs):
        world.consume(*EVERY_ACCOUNT)
        until("events are put aside", lambda: world.count("msg_inbox", world.taker, "state = 'retry'") > 20, 90)
        world.stop("consume")
        world.ground.sql("update msg_inbox set state = 'parked', attempts = 6 where state = 'retry'", world.taker)
        dies(world.start("replay", crash=f"operatorReplay:{dice.randint(1, 20)}"))
        world.start("replay").wait(30)
        world.consume()
        world.flows()
    return runs


@fault("crash.answeringReplay", "crash", short=2, long=50)
def answering_replay(world, dice, runs):
    """Queues lose what is in them; the giver dies while it answers those who miss it."""
    for _ in range(runs):
        lose_queued(world)
        world.publish(crash=f"answeringReplay:{dice.randint(1, 4)}")
        world.consume()
        dies(world.processes["publish", 1])
        world.publish()
        world.flows()
    return runs


def lose_queued(world):
    """Purges the taker's queues while nobody consumes and they hold something."""
    world.make_room()
    world.stop("consume")
    queues = [f"queues/%2F/{world.taker}.events.{lane}" for lane in range(4)]
    sent = world.count("msg_event", world.giver)
    until("more is sent", lambda: world.count("msg_event", world.giver) > sent + 40, 90)
    until("it is at the broker", lambda: world.count("msg_unsent", world.giver) < 20, 90)
    for queue in queues:
        world.ground.call("DELETE", f"{queue}/contents")


@fault("crash.drain", "crash", short=2, long=50)
def drain(world, dice, runs):
    """SIGTERM, and SIGKILL before it is obeyed."""
    for run in range(runs):
        start, most = ((world.publish, 2), (world.consume, 6))[run % 2]
        process = start(crash=f"drain:{dice.randint(1, most)}")
        until("it hears", lambda: process.hears, 10)
        world.flows()
        code = process.end()
        if code != -9:
            raise Failure(f"{process.kind} drained with {code} instead of being killed")
        start()
    return runs


@fault("crash.migration", "crash", short=2, long=50, own_processes=True)
def migration(world, dice, runs):
    """The first start of both sides, each broken off in one of its migrations, some of them twice."""
    world.load_on()
    runs = min(runs, 4)
    for run in range(runs):
        start = (world.publish, world.consume)[run % 2]
        dies(start(crash=f"migration:{dice.randint(1, 4 if run < 2 else 1)}"))
    world.publish()
    world.consume()
    world.flows()
    return runs


@fault("crash.anywhere", "crash", short=2, long=100)
def anywhere(world, dice, runs):
    """SIGKILL at a random moment."""
    for _ in range(runs):
        start = dice.choice((world.publish, world.consume))
        start()
        moment = dice.randint(1, 80)
        world.flows(moment)
        start()
    return runs
