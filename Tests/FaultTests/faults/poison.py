"""Events and messages that cannot be applied, that kill, or that are no events at all."""

import base64
import uuid

from .book import fault
from .ground import Failure, until

BAD = 7


@fault("poison.one_aggregate", "poison", short=1, long=5)
def one_aggregate(world, dice, runs):
    """One account fails for good: the others go on, its followers wait, and a replay releases them in order."""
    account = f"{world.giver}.account"
    for _ in range(runs):
        world.consume("--refuse", BAD)
        until("its followers wait", lambda: world.count("msg_inbox", world.taker, "state = 'waiting'") > 3, 180)
        world.flows(200)
        kept = world.ground.sql("select distinct aggregate_id from msg_inbox", world.taker)
        if len(kept) != 1:
            raise Failure(f"more than one aggregate of {account} waits: {kept}")
        world.ground.sql("update msg_inbox set state = 'parked', attempts = 6 where state = 'retry'", world.taker)
        world.flows(200)
        world.consume()
        world.flows(100)
        if world.count("msg_inbox", world.taker, "state = 'parked'") != 1:
            raise Failure("what was parked did not wait for its replay")
        world.start("replay").wait(30)
    return runs


@fault("poison.killer", "poison", short=1, long=5)
def killer(world, dice, runs):
    """One event kills every process that applies it, with a full prefetch around it: it is parked, and no other is."""
    # Few accounts, so that the bad one soon has movements enough.
    world.start("publish", "--aggregates", BAD + 1)
    for _ in range(runs):
        # Publishers pause when too much is on its way, and nobody would work it off.
        world.make_room()
        world.stop("consume")
        last = f"select coalesce(max(sequence), 0) from msg_event where aggregate_id = '{account(BAD)}'"
        at = int(world.ground.sql(last, world.giver)[0]) + 12
        until("it is in the queue", lambda: world.count(
            "msg_event", world.giver, f"aggregate_id = '{account(BAD)}' and sequence > {at}"), 270)
        for _ in range(8):
            doomed = world.consume("--die-of", BAD, "--die-at", at)
            parked = until("it dies or parks", lambda d=doomed: d.is_dead or world.count(
                "msg_inbox", world.taker, "state = 'parked'"), 180)
            if parked and not doomed.is_dead:
                break
        found = world.ground.sql("select cause, sequence from msg_inbox where state = 'parked'", world.taker)
        if found != [f"crash|{at}"]:
            raise Failure(f"parked: {found}, wanted the killer alone: crash|{at}")
        world.flows(100)
        world.consume()
        world.start("replay").wait(30)
        world.flows(100)
    return runs


@fault("poison.future", "poison", short=1, long=5, own_processes=True)
def future(world, dice, runs):
    """The publisher speaks version 2 of an event before the consumer does: parked, and released by the upgrade."""
    world.load_on()
    world.publish("--future", BAD)
    world.consume("--old")
    until("it is parked", lambda: world.count("msg_inbox", world.taker, "cause = 'unknown_type'") == 1, 180)
    until("others wait behind it", lambda: world.count("msg_inbox", world.taker, "state = 'waiting'") > 2, 180)
    world.flows(200)
    world.consume()
    return 1


@fault("poison.large", "poison", short=1, long=3, own_processes=True)
def large(world, dice, runs):
    """Bodies of a mebibyte."""
    world.load_on()
    world.publish("--note-bytes", 524_288, "--rate", 8)
    world.consume()
    world.flows(60, 120)
    return 1


HEADERS = {
    "cloudEvents_specversion": "1.0", "cloudEvents_time": "2026-01-01T00:00:00.000Z", "cloudEvents_sequence": 1,
    "cloudEvents_partitionkey": "p00",
}


def envelope(world, **changes):
    """Headers of a well-formed movement of an account that nobody knows."""
    headers = dict(HEADERS)
    for name in ("id", "correlationid"):
        headers[f"cloudEvents_{name}"] = str(uuid.uuid4())
    headers["cloudEvents_type"] = f"{world.giver}.account.moved"
    headers["cloudEvents_subject"] = f"{world.giver}.account/{uuid.uuid4()}"
    headers["cloudEvents_dataschema"] = f"/events/{world.giver}.account.moved.v1.json"
    headers.update({f"cloudEvents_{name}": value for name, value in changes.items()})
    return {name: value for name, value in headers.items() if value is not None}


def strangers(world):
    """What a stranger may put into a queue: body and headers, none of which can be applied."""
    yield b"", {}
    yield b"\xff\xfe\x00 no text", {}
    yield b"", envelope(world)
    yield b"\xff\xfe\x80", envelope(world)
    yield b"[" * 100_000, envelope(world)
    yield b'{"account":' * 2_000, envelope(world)
    yield b"{}", envelope(world, type=f"{world.giver}.account.mo\0ved")
    yield b"{}", envelope(world, label="nul \0 in a label")
    yield b"{}", envelope(world, actor="\0")
    yield b"{}", envelope(world, sequence=0)
    yield b"{}", envelope(world, sequence="9223372036854775808")
    yield b"{}", envelope(world, dataschema="/events/x.v99999999999999999999.json")
    yield b"{}", envelope(world, dataschema="/events/x.v99999999999.json")
    yield b"{}", envelope(world, subject="no aggregate")
    yield b"{}", envelope(world, time="+292278994-08-17T07:12:55Z")
    yield b"{}", envelope(world, type="." * 200)
    yield b"{}", envelope(world, label="x" * 60_000)
    yield b"{}", {f"header-{n}": {"deep": [{"deeper": n}]} for n in range(200)}


def account(number):
    return f"ac000000-0000-4000-8000-{number:012x}"


@fault("poison.strangers", "poison", short=1, long=5)
def of_strangers(world, dice, runs):
    """Empty bodies, invalid UTF-8, deep JSON, hostile headers: each is parked, none stops the good ones."""
    for _ in range(runs):
        sent = list(strangers(world))
        for number, (body, headers) in enumerate(sent):
            answer = world.ground.call("POST", "exchanges/%2F/amq.default/publish", {
                "properties": {"delivery_mode": 2, "headers": headers},
                "routing_key": f"{world.taker}.events.{number % 4}",
                "payload": base64.b64encode(body).decode(), "payload_encoding": "base64"})
            if not answer["routed"]:
                raise Failure("a lane's queue is not there")
        until("all are parked", lambda: world.count("msg_inbox", world.taker, "state = 'parked'") == len(sent), 90)
        world.flows(200)
        world.start("replay", "--discard").wait(30)
    return runs
