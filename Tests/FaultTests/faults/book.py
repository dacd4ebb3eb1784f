"""Which faults there are, and what became of each."""

import dataclasses
import subprocess
import time

from .ground import Failure, NodeError, TooLate

FAULTS = {}


@dataclasses.dataclass
class Fault:
    """One fault: `cause(world, dice, runs)` does it so many times and returns how often it happened."""

    name: str
    family: str
    cause: object
    short: int
    long: int
    patience: int = 150
    # Starts its own processes.
    own_processes: bool = False
    # Happens to the nodes, and so to every world on them.
    alone: bool = False
    # The nodes are those of a cluster.
    on_cluster: bool = False


def fault(name, family, short=1, long=10, **more):
    """Enters a function into the book."""

    def enter(cause):
        FAULTS[name] = Fault(name, family, cause, short, long, **more)
        return cause

    return enter


@dataclasses.dataclass
class Result:
    name: str
    runs: int = 0
    events: int = 0
    lost: int = 0
    duplicated: int = 0
    out_of_order: int = 0
    other: int = 0
    seconds: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)

    @property
    def passed(self):
        return self.lost + self.duplicated + self.out_of_order + self.other == 0

    def add(self, findings, seconds):
        self.events += findings["events"]
        self.lost += findings["lost"]
        self.duplicated += findings["duplicated"]
        self.out_of_order += findings["outOfOrder"]
        wrong = findings["extra"] + findings["broken"] + findings["underWay"]
        if findings["differences"] and not findings["lost"] + findings["duplicated"] + findings["outOfOrder"]:
            wrong = max(wrong, 1)
        self.other += wrong
        self.seconds.append(seconds)
        self.notes += findings["differences"][:5]
        if wrong:
            self.notes.append(", ".join(f"{what} {findings[what]}" for what in ("extra", "broken", "underWay")))


def meet(fault, worlds, dice, runs, deadline):
    """Lets a fault happen so many times, in as many worlds as it takes, and checks after each share of them."""
    result = Result(fault.name)
    while result.runs < runs and time.monotonic() < deadline and result.passed:
        world = None
        try:
            world = worlds(fault)
            if not fault.own_processes:
                world.load_on()
                world.publish()
                world.consume()
                world.flows()
            result.runs += fault.cause(world, dice, min(runs - result.runs, 25))
            result.add(*world.settle(fault.patience))
        except (TooLate, NodeError, Failure, OSError, subprocess.SubprocessError) as error:
            result.other += 1
            result.notes.append(f"{type(error).__name__}: {error}")
        finally:
            if world:
                world.kill_all()
        if result.passed:
            world.leave()
        elif world:
            result.notes.append(f"left as it is: {world.folder}")
    return result


def table(results):
    """Lines of the table, for people and for the log."""
    head = ("fault", "runs", "events", "lost", "dupl", "disord", "other", "median s", "most s")
    rows = [head]
    for one in results:
        times = sorted(one.seconds) or [0]
        rows.append((
            one.name, one.runs, one.events, one.lost, one.duplicated, one.out_of_order, one.other,
            f"{times[len(times) // 2]:.1f}", f"{times[-1]:.1f}"))
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(head))]
    for row in rows:
        yield "  ".join(
            str(field).ljust(width) if not place else str(field).rjust(width)
            for place, (field, width) in enumerate(zip(row, widths)))
