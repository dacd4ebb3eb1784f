"""What is timed and weighed."""

import os
import pathlib
import signal
import statistics
import time

from faults.ground import until

from .store import ACTIVE


def pace(left, start):
    """Events per second from the first that are done (a process that starts is not timed) to the last."""
    total = left()
    process = start()
    until("work begins", lambda: left() <= total * 0.95, 300)
    begun, first = time.monotonic(), left()
    until("all is done", lambda: left() <= 0, 1200)
    return first / (time.monotonic() - begun), process


def relay(store, events):
    """Sends what waits to queues that nobody empties."""
    store.commit(events)
    rate, _ = pace(store.unsent, store.publish)
    store.rest()
    return rate


def lanes(store):
    """Applies what waits in the queues."""
    goal = store.made
    rate, _ = pace(lambda: goal - store.done(), store.consume)
    store.rest()
    return rate


def one_round(store, events):
    store.made = store.done() + events // ACTIVE * ACTIVE
    return relay(store, events), lanes(store)


def speed(empty, full, options):
    """Relay and lanes, on the empty store and on the full one in turn."""
    rates = {}
    for place in range(options.rounds):
        for store in (empty, full)[::1 if place % 2 else -1]:
            for what, rate in zip(("relay", "lanes"), one_round(store, options.events)):
                rates.setdefault((what, store.name), []).append(rate)
    wrong = [line for store in (empty, full) for line in store.wrong()]
    return wrong + [line for what in ("relay", "lanes") if (line := compared(what, rates, empty, full))]


def compared(what, rates, empty, full):
    """The median of each round's ratio: the two runs of a round are neighbours, so that what else the machine does hardly
    matters."""
    small, large = rates[what, empty.name], rates[what, full.name]
    ratio = statistics.median(one / other for one, other in zip(large, small))
    print(f"{what}: {statistics.median(small):,.0f} events/s empty, {statistics.median(large):,.0f} full, ratio {ratio:.2f}"
          f"   (each: {runs(small)}; {runs(large)})", flush=True)
    return f"{what}: {ratio:.2f} of its speed" if ratio < 0.9 else None


def runs(rates):
    return " ".join(f"{rate:,.0f}" for rate in rates)


def backlog(empty, full, options):
    """The relay's speed while the whole log is unsent, beside an empty store's."""
    full.run("""
        insert into msg_unsent (id, day, part, aggregate_id)
        select id, day, part, aggregate_id from msg_event on conflict do nothing""", full.giver)
    full.run("vacuum (analyze) msg_unsent", full.giver)
    rates = {}
    for _ in range(options.rounds):
        empty.made = empty.done() + options.events // ACTIVE * ACTIVE
        rates.setdefault(("backlog", empty.name), []).append(relay(empty, options.events))
        lanes(empty)
        rates.setdefault(("backlog", full.name), []).append(first_of_many(full, options.events))
        full.purge()
    full.run("truncate msg_unsent", full.giver)
    wrong = compared("backlog", rates, empty, full)
    return [wrong] if wrong else []


def first_of_many(store, events):
    first, = store.run(f"select id from msg_unsent order by id offset {events} limit 1", store.giver)
    rate, _ = pace(lambda: store.count("msg_unsent", store.giver, f"id < {first}"), store.publish)
    store.rest()
    return rate


def outage(_, store, options):
    """Both sides come back to what ten minutes at 1,000 events per second have left."""
    store.made = store.done() + store.commit(options.outage)
    begun = time.monotonic()
    store.publish()
    store.consume()
    until("all is applied", lambda: store.done() >= store.made, 3600)
    seconds = time.monotonic() - begun
    store.rest()
    limit = 120 * options.outage / 600_000
    print(f"outage: {options.outage:,} events applied in {seconds:.0f} s ({options.outage / seconds:,.0f}/s;"
          f" wanted: {limit:.0f} s)", flush=True)
    return store.wrong() + ([f"outage: {seconds:.0f} s"] if seconds > limit else [])


def memory(_, store, options):
    """What the giver holds while the broker is away, and both while nobody consumes, with publishers at work."""
    wrong = []
    store.load.touch()
    store.publish("--rate", 1000)
    store.consume()
    time.sleep(options.away / 4)
    wrong += weighed("broker away", store, options, store.ground.control, ("stop_app",), ("start_app",))
    consumer = store.processes["consume", 1].child.pid
    wrong += weighed("consumer away", store, options, lambda number: os.kill(consumer, number),
                     (signal.SIGSTOP,), (signal.SIGCONT,))
    store.load.unlink()
    until("all is applied", lambda: store.missing() <= 0, 1200)
    wrong += weighed("afterwards", store, options, lambda *_: None, (), ())
    store.rest()
    return wrong


def weighed(what, store, options, act, away, back):
    before = resident(store)
    act(*away)
    time.sleep(options.away)
    after = resident(store)
    act(*back)
    print(f"memory, {what} for {options.away} s: " + ", ".join(
        f"{kind} {before[kind] / 1024:.0f} → {after[kind] / 1024:.0f} MB" for kind in before), flush=True)
    return [f"{what}: {kind} grew by {(after[kind] - before[kind]) / 1024:.0f} MB" for kind in before
            if after[kind] - before[kind] > 32 * 1024]


def resident(store):
    """Kilobytes in use, by kind of process."""
    sizes = {}
    for (kind, _), process in store.processes.items():
        status = pathlib.Path(f"/proc/{process.child.pid}/status").read_text()
        sizes[kind] = int(status.split("VmRSS:")[1].split()[0])
    return sizes
