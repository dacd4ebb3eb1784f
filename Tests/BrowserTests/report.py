"""Counts what passed and what failed, and says so line by line."""

import time
import traceback
from collections.abc import Callable
from contextlib import contextmanager


class StepFailed(Exception):
    """A step went wrong and was reported; what builds on it cannot go on."""


class Report:
    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    @contextmanager
    def step(self, name: str, describe: Callable[[str], None]):
        """One case. When it fails, `describe` says where things stand, and StepFailed ends the story."""
        begun = time.monotonic()
        try:
            yield
        except Exception as error:
            self.failed += 1
            print(f"FAILED  {name}: {_first_lines(error)}", flush=True)
            describe(name)
            raise StepFailed(name) from error
        self.passed += 1
        print(f"passed  {name} ({time.monotonic() - begun:.1f} s)", flush=True)

    def last_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


def _first_lines(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "BrowserTests" in frame.filename]
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(own[1:]))
    said = str(error).split("Aria snapshot:")[0]
    what = "\n        ".join(line for line in said.splitlines() if line.strip())
    return f"{what[:1500]}\n        at {where}"
