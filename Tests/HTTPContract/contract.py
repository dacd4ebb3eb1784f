"""Runs schemathesis over the four API documents as several people, sends the gateway what it refuses, and tries one
Idempotency-Key while the service is killed; the last line says how many passed."""

import argparse
import concurrent.futures
import pathlib
import random
import sys
import tempfile

sys.dont_write_bytecode = True

import gateway  # noqa: E402
import killed  # noqa: E402
import plan  # noqa: E402
from people import Caller, ask, cast_and_extra, passer_by, sign_in  # noqa: E402
from trial import PREFIXES, Trial  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="every person on every document, other examples each time")
    parser.add_argument("--only", action="append", default=[], choices=PREFIXES, help="a service's document")
    parser.add_argument("--as", dest="callers", action="append", default=[], help="a person's sign-in name")
    parser.add_argument("--examples", type=int, help="examples per operation and phase")
    parser.add_argument("--seconds", type=int, help="how long each trial of the long form takes")
    parser.add_argument("--seed", type=int, help="other dice in the short form, fixed ones in the long one")
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--cases", help="a file for the number of trials passed and failed")
    return parser.parse_args()


class Callers:
    """Everyone signs in once: a code is good for one time."""

    def __init__(self) -> None:
        self.known: dict[str, Caller] = {}

    def named(self, name: str, service: str) -> Caller:
        if name == plan.PASSER_BY:
            return Caller(name, passer_by(service, self.named("administrator", "oa").token), "")
        if name not in self.known:
            self.known[name] = sign_in(name)
        return self.known[name]


def play(chosen: plan.Plan, callers: Callers, people: dict, parallel: int, folder: pathlib.Path) -> list[Trial]:
    administrator = callers.named("administrator", "oa")
    trials = [Trial(service, callers.named(who, service), extent, folder) for (service, who), extent in chosen.items()]
    with concurrent.futures.ThreadPoolExecutor(parallel) as pool:
        for trial in pool.map(lambda trial: trial.play(people, administrator), trials):
            print(trial.line(), flush=True)
            if not trial.good:
                print(trial.findings(), flush=True)
    return trials


def operations() -> set[str]:
    """Every operation of the four documents."""
    found = set()
    for prefix in PREFIXES.values():
        paths = ask("GET", f"{prefix}/openapi.json")["paths"]
        found |= {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    return found


def main() -> int:
    options = arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="qiao-contract-"))
    callers = Callers()
    people = cast_and_extra(callers.named("administrator", "oa"))
    trials = play(plan.trials(options), callers, people, options.parallel, folder)
    joe = callers.named("joe", "crm")
    joe.renew()
    others = [gateway.play(joe), killed.play(joe, 20 if options.long else 3, random.Random(options.seed))]
    print("\n".join(sum(others, [])), flush=True)
    trials += play(plan.last(options), callers, people, 1, folder)
    every, reached = operations(), set().union(*(trial.reached() for trial in trials))
    print(f"{len(every & reached)} of {len(every)} operations had a success; {sum(t.cases for t in trials)} cases")
    if options.long:
        print("never a success: " + ", ".join(sorted(every - reached)))
    results = [trial.good for trial in trials] + [not faults for faults in others]
    good, bad = results.count(True), results.count(False)
    if options.cases:
        pathlib.Path(options.cases).write_text(f"{good} {bad}\n")
    print(f"{good} passed, {bad} failed    (reports: {folder})")
    return 0 if bad == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
