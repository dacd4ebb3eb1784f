"""Runs schemathesis over the four API documents as several people, then tries one Idempotency-Key while the service is
killed; the last line says how many passed."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import killed  # noqa: E402
from ids import visible  # noqa: E402
from people import STAFF, URL, Caller, ask, cast_and_extra, sign_in  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PREFIXES = {"oa": "/oa", "crm": "/crm", "erp": "/erp", "portal": ""}
# Those who may do most go first; the short form also asks as somebody who may do little.
SHORT = [
    ("erp", "administrator"), ("crm", "ben"), ("oa", "administrator"), ("portal", "shopper"), ("erp", "anna"),
    ("portal", "administrator"), ("crm", "joe"), ("oa", "nobody"),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="every person on every document")
    parser.add_argument("--only", action="append", default=[], choices=PREFIXES, help="a service's document")
    parser.add_argument("--as", dest="callers", action="append", default=[], help="a person's sign-in name")
    parser.add_argument("--examples", type=int, help="examples per operation and phase")
    parser.add_argument("--seconds", type=int, help="the longest one run may take")
    parser.add_argument("--seed", type=int, help="the same dice again")
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--cases", help="a file for the number of runs passed and failed")
    return parser.parse_args()


def chosen(options):
    pairs = [(s, who) for who in [*STAFF, "shopper", "nobody"] for s in PREFIXES] if options.long else SHORT
    if options.callers:
        pairs = [(service, who) for service in PREFIXES for who in options.callers]
    return [(service, who) for service, who in pairs if not options.only or service in options.only]


class Run:
    """One document, held against the service as one person."""

    def __init__(self, service: str, caller: Caller, people: dict, options, folder: pathlib.Path) -> None:
        self.service, self.caller, self.people, self.options = service, caller, people, options
        self.base = folder / f"{service}-{caller.name}"
        self.report = {}

    def command(self) -> list[str]:
        examples = self.options.examples or (60 if self.options.long else 3)
        seconds = self.options.seconds or (600 if self.options.long else 28)
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "--config-file", str(HERE / "schemathesis.toml"),
            "run", f"{URL}{PREFIXES[self.service]}/openapi.json", "--max-examples", str(examples),
            "--max-time", str(seconds), "--report", "json", "--report-json-path", f"{self.base}.json",
            # Ending a session is tried apart: the others would go on without theirs.
            "--exclude-path-regex", r"sessions(/end-all|/\{id\})?$|signing-keys$",
        ]
        if not self.options.long:
            command += ["--no-shrink"]
        if self.options.seed is not None:
            command += ["--seed", str(self.options.seed)]
        return command

    def play(self) -> "Run":
        document = ask("GET", f"{PREFIXES[self.service]}/openapi.json")
        ids = self.base.with_suffix(".ids")
        ids.write_text(json.dumps(visible(self.caller, document) | self.people))
        environment = os.environ | {
            "CONTRACT_TOKEN": self.caller.token or "nobody", "CONTRACT_IDS": str(ids),
            "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1",
        }
        with open(f"{self.base}.log", "w") as log:
            subprocess.run(self.command(), env=environment, cwd=self.base.parent, stdout=log, stderr=log)
        try:
            self.report = json.loads(pathlib.Path(f"{self.base}.json").read_text())
        except OSError:
            self.report = {}
        return self

    @property
    def good(self) -> bool:
        return bool(self.report) and not self.report["failures"] and not self.report["errors"] and self.cases > 0

    @property
    def cases(self) -> int:
        return self.report["test_cases"]["generated"] if self.report else 0

    def findings(self) -> str:
        """What schemathesis wrote, without the endless lines that texts of the greatest length make."""
        try:
            lines = pathlib.Path(f"{self.base}.log").read_text().splitlines()
        except OSError:
            return "schemathesis did not start"
        return "\n".join(line[:400] for line in lines[:400])

    def reached(self) -> set[str]:
        """The operations that had a success."""
        rates = self.report.get("valid_rates", {})
        return {name for name, phases in rates.items() if any(phase["accepted"] for phase in phases.values())}

    def line(self) -> str:
        took = self.report.get("running_time", 0)
        result = "passed" if self.good else "FAILED"
        return f"{self.service:7} as {self.caller.name:14} {self.cases:6} cases in {took:4.0f} s  {result}"


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
    pairs = chosen(options)
    callers = {name: sign_in(name) for name in dict.fromkeys(who for _, who in pairs)}
    people = cast_and_extra(callers.get("administrator") or sign_in("administrator"))
    runs = [Run(service, callers[who], people, options, folder) for service, who in pairs]
    with concurrent.futures.ThreadPoolExecutor(options.parallel) as pool:
        for run in pool.map(Run.play, runs):
            print(run.line(), flush=True)
            if not run.good:
                print(run.findings(), flush=True)
    every, reached = operations(), set().union(*(run.reached() for run in runs))
    print(f"{len(every & reached)} of {len(every)} operations had a success; {sum(run.cases for run in runs)} cases")
    if options.long:
        print("never a success: " + ", ".join(sorted(every - reached)))
    bad = sum(not run.good for run in runs)
    faults = killed.play(sign_in("joe"), 20 if options.long else 3, random.Random(options.seed))
    print("\n".join(faults))
    good, bad = len(runs) - bad + (not faults), bad + bool(faults)
    if options.cases:
        pathlib.Path(options.cases).write_text(f"{good} {bad}\n")
    print(f"{good} passed, {bad} failed    (reports: {folder})")
    return 0 if bad == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
