"""What can happen to the broker, and to what was declared on it."""

import contextlib

from .book import fault
from .crashes import lose_queued
from .ground import until


@fault("broker.stop_app", "broker", short=0, long=5, alone=True)
def stop_app(world, dice, runs):
    """The broker's application stops and starts."""
    for _ in range(runs):
        world.ground.control("stop_app")
        world.ground.control("start_app")
        world.flows()
    return runs


@fault("broker.kill", "broker", short=1, long=5, alone=True)
def kill(world, dice, runs):
    """kill -9 of the node."""
    for _ in range(runs):
        world.flows()
        world.ground.kill("rabbitmq")
        world.ground.restore()
        world.flows()
    return runs


@fault("broker.kill_while_declaring", "broker", short=0, long=3, alone=True)
def kill_while_declaring(world, dice, runs):
    """kill -9 of the node while the queues are being declared for the first time."""
    for _ in range(runs):
        for lane in range(4):
            world.ground.call("DELETE", f"queues/%2F/{world.taker}.events.{lane}")
        until("they are declared anew", lambda: any(
            world.ground.call("GET", f"queues/%2F/{world.taker}.events.{lane}") for lane in range(4)), 60)
        world.ground.kill("rabbitmq")
        world.ground.restore()
        world.flows()
    return runs


@fault("broker.connections", "broker", short=0, long=20, alone=True)
def connections(world, dice, runs):
    """An operator closes every connection."""
    for _ in range(runs):
        world.ground.control("close_all_connections", "a test")
        world.flows()
    return runs


@contextlib.contextmanager
def alarm(world, raise_it, lift_it):
    """No publisher gets through until it is lifted."""
    world.ground.control(*raise_it)
    try:
        until("events wait for the broker", lambda: world.count("msg_unsent", world.giver) > 100, 90)
        yield
    finally:
        world.ground.control(*lift_it)


@fault("broker.memory_alarm", "broker", short=1, long=5, alone=True)
def memory_alarm(world, dice, runs):
    """Its memory is at the limit: publishers are blocked, consumers are not."""
    for _ in range(runs):
        with alarm(world, ("set_vm_memory_high_watermark", "0.00001"), ("set_vm_memory_high_watermark", "0.3")):
            pass
        world.flows(150)
    return runs


@fault("broker.disk_alarm", "broker", short=0, long=5, alone=True)
def disk_alarm(world, dice, runs):
    """Its disk is at the limit; a process that starts meanwhile waits for it, too."""
    for _ in range(runs):
        with alarm(world, ("set_disk_free_limit", "10000GB"), ("set_disk_free_limit", "200MB")):
            world.publish()
        world.flows(150)
    return runs


@fault("broker.purge", "broker", short=2, long=20)
def purge(world, dice, runs):
    """The queues are purged while they hold events; the last run leaves nothing behind that would show the hole."""
    for run in range(runs):
        if run == runs - 1:
            world.load_off()
        lose_queued(world) if run < runs - 1 else lose_the_last(world)
        world.consume()
        if run < runs - 1:
            world.flows()
    return runs


@fault("broker.purge_later", "broker", short=0, long=3)
def purge_later(world, dice, runs):
    """The last events of all streams are lost long after they were announced, and both sides start anew."""
    lose_the_last(world)
    world.publish()
    world.consume()
    return 1


def lose_the_last(world):
    """Events come to rest in the queues, nothing follows them, and they are purged."""
    world.make_room()
    world.stop("consume")
    world.load_on()
    sent = world.count("msg_event", world.giver)
    until("more is sent", lambda: world.count("msg_event", world.giver) > sent + 40, 90)
    world.load_off()
    until("all is at the broker", lambda: world.count("msg_unsent", world.giver) == 0, 90)
    until("it is quiet", lambda: world.count(
        "msg_event", world.giver, "recorded_at > clock_timestamp() - interval '12 seconds'") == 0, 120)
    for lane in range(4):
        world.ground.call("DELETE", f"queues/%2F/{world.taker}.events.{lane}/contents")


@fault("broker.queue_deleted", "broker", short=1, long=10)
def queue_deleted(world, dice, runs):
    """A queue is deleted under its consumer."""
    for _ in range(runs):
        world.ground.call("DELETE", f"queues/%2F/{world.taker}.events.{dice.randint(0, 3)}")
        world.flows(100)
    return runs


@fault("broker.dead_and_requests_deleted", "broker", short=0, long=5)
def others_deleted(world, dice, runs):
    """The queues for dead letters and for requests are deleted."""
    for _ in range(runs):
        for queue in (f"{world.taker}.dead", f"{world.giver}.requests"):
            world.ground.call("DELETE", f"queues/%2F/{queue}")
        lose_queued(world)
        world.consume()
        world.flows()
    return runs


@fault("broker.binding_removed", "broker", short=1, long=10)
def binding_removed(world, dice, runs):
    """A binding goes, of a queue to the service's exchange or of that to all events."""
    for run in range(runs):
        source = ("qiao.events", f"{world.taker}.events")[run % 2]
        kind = ("destination", "source")[run % 2]
        found = world.ground.call("GET", f"exchanges/%2F/{world.taker}.events/bindings/{kind}")
        ours = [one for one in found if one["source"] == source and one["destination"].startswith(world.taker)]
        lost = dice.choice([one for one in ours if not one["destination"].endswith("dead")])
        letter = "q" if lost["destination_type"] == "queue" else "e"
        world.ground.call(
            "DELETE", f"bindings/%2F/e/{source}/{letter}/{lost['destination']}/{lost['properties_key']}")
        world.flows(100)
    return runs


@fault("broker.exchange_deleted", "broker", short=1, long=10, alone=True)
def exchange_deleted(world, dice, runs):
    """The exchange of all events goes, or the service's own."""
    for run in range(runs):
        world.ground.call("DELETE", f"exchanges/%2F/{('qiao.events', world.taker + '.events')[run % 2]}")
        world.flows(100)
    return runs


@contextlib.contextmanager
def policy(world, definition):
    name = f"{world.name}-limit"
    world.ground.call("PUT", f"policies/%2F/{name}", {
        "pattern": f"^{world.taker}[.]events[.]", "definition": definition, "apply-to": "queues", "priority": 9})
    queues = [f"queues/%2F/{world.taker}.events.{number}" for number in range(4)]
    try:
        until(
            f"the queues obey {definition}",
            lambda: all(world.ground.call("GET", queue).get("policy") == name for queue in queues), 60)
        yield
    finally:
        world.ground.call("DELETE", f"policies/%2F/{name}")


@fault("broker.max_length", "broker", short=1, long=5)
def max_length(world, dice, runs):
    """The queues are full and refuse what comes (nack)."""
    for _ in range(runs):
        # The limit first: what piles up before it holds counts as on its way, and would stop the load before any refusal.
        with policy(world, {"max-length": 5, "overflow": "reject-publish"}):
            world.make_room()
            world.stop("consume")
            until("refused events wait", lambda: world.count("msg_unsent", world.giver) > 60, 120)
            world.consume()
            world.flows()
        world.flows(100)
    return runs


@fault("broker.policy", "broker", short=0, long=10)
def policy_change(world, dice, runs):
    """Policies come and go under load."""
    for _ in range(runs):
        for definition in ({"max-length": 100_000}, {"delivery-limit": 50}, {"dead-letter-strategy": "at-most-once"}):
            with policy(world, definition):
                world.flows()
    return runs
