"""One document held against its service as one person."""

import json
import os
import pathlib
import subprocess
import sys
from dataclasses import dataclass, field

from ids import visible
from people import URL, Caller, ask

HERE = pathlib.Path(__file__).resolve().parent
PREFIXES = {"oa": "/oa", "crm": "/crm", "erp": "/erp", "portal": ""}
# What a person does to their own session, password and telephone, tried by somebody whom nobody else needs: failures
# lock the account, and success ends the session.
OWN = r"^/oa/api/me/|^/api/account|sessions(/end-all|/end-others|/\{id\})?$"
# New keys end everyone's session, so they come last.
KEYS = r"/signing-keys$"


@dataclass(frozen=True)
class Extent:
    """How much is tried."""

    # Of each operation, and stories of several calls.
    examples: int
    stories: int = 1
    # Whoever names a time lets schemathesis go on until then.
    seconds: int = 0
    phases: str = "coverage,fuzzing,stateful"
    # Examples from these dice, not from earlier answers.
    seed: int | None = None
    # Those paths alone; else all but OWN and KEYS.
    paths: str = ""


@dataclass
class Trial:
    service: str
    caller: Caller
    extent: Extent
    folder: pathlib.Path
    report: dict = field(default_factory=dict)

    def base(self, suffix: str) -> pathlib.Path:
        kind = "-keys" if self.extent.paths == KEYS else ""
        return self.folder / f"{self.service}-{self.caller.name}{kind}.{suffix}"

    def configuration(self) -> pathlib.Path:
        names = ["schemathesis.toml"] + ["fixed-seed.toml"] * (self.extent.seed is not None)
        texts = [(HERE / name).read_text() for name in names]
        texts.append(f"[phases.stateful.generation]\nmax-examples = {self.extent.stories}\n")
        file = self.base("toml")
        file.write_text("\n".join(texts))
        return file

    def command(self) -> list[str]:
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "--config-file", str(self.configuration()),
            "run", f"{URL}{PREFIXES[self.service]}/openapi.json", "--max-examples", str(self.extent.examples),
            "--phases", self.extent.phases, "--report", "json", "--report-json-path", str(self.base("json")),
        ]
        if self.extent.paths:
            command += ["--include-path-regex", self.extent.paths]
        else:
            command += ["--exclude-path-regex", f"{OWN}|{KEYS}"]
        if self.extent.seconds:
            command += ["--max-time", str(self.extent.seconds)]
        if self.extent.seed is not None:
            command += ["--seed", str(self.extent.seed), "--generation-deterministic", "--no-shrink"]
        return command

    def play(self, people: dict, administrator: Caller) -> "Trial":
        token = self.caller.renew()
        document = ask("GET", f"{PREFIXES[self.service]}/openapi.json")
        self.base("ids").write_text(json.dumps({"ids": visible(self.caller, document)} | people))
        environment = os.environ | {
            "CONTRACT_TOKEN": token or "nobody", "CONTRACT_IDS": str(self.base("ids")),
            "CONTRACT_SERVICE": self.service, "CONTRACT_ADMINISTRATOR": administrator.token,
            "CONTRACT_RENEWS": self.extent.paths if self.extent.paths == OWN else "",
            "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1",
        }
        with open(self.base("log"), "w") as log:
            subprocess.run(self.command(), env=environment, cwd=self.folder, stdout=log, stderr=log)
        try:
            self.report = json.loads(self.base("json").read_text())
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
            lines = self.base("log").read_text().splitlines()
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
