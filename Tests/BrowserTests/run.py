#!/usr/bin/env python3
"""Walks the story of the company through its pages, as its people would, and looks at every page of every person.

The system must be up and `qiao story` must have brought in its people and products; QIAO_URL, QIAO_DEMO_PASSWORD,
QIAO_ADMINISTRATOR_LOGIN and QIAO_ADMINISTRATOR_PASSWORD say where it is (deploy/up writes them). The last line tells
the result."""

import argparse
import sys

from playwright.sync_api import Browser, sync_playwright

from accessible import Accessible
from account import Account
from browsing import Browsing
from calls import Calls
from guards import Guards
from keyboard import Keyboard
from lists import Lists
from live import Live
from merge import Merge
from pages import Pages
from passwords import Passwords
from picking import Picking
from refusals import Refusals
from report import Report, StepFailed
from sessions import Sessions
from shell import Shell
from settings import Settings
from shop import Shop
from story import Story


def parts(browser: Browser, settings: Settings, report: Report):
    yield "guards", lambda: Guards(browser, settings, report)
    yield "shell", lambda: Shell(browser, settings, report)
    yield "lists", lambda: Lists(browser, settings, report)
    yield "live", lambda: Live(browser, settings, report)
    yield "merge", lambda: Merge(browser, settings, report)
    yield "picking", lambda: Picking(browser, settings, report, language="en", phone=False)
    yield "picking", lambda: Picking(browser, settings, report, language="zh", phone=True)
    yield "story", lambda: Story(browser, settings, report)
    yield "keyboard", lambda: Keyboard(browser, settings, report)
    yield "shop", lambda: Shop(browser, settings, report, language="en", phone=False)
    yield "shop", lambda: Shop(browser, settings, report, language="zh", phone=True)
    yield "browsing", lambda: Browsing(browser, settings, report, language="en", phone=False)
    yield "browsing", lambda: Browsing(browser, settings, report, language="zh", phone=True)
    yield "calls", lambda: Calls(browser, settings, report, language="en", phone=False)
    yield "calls", lambda: Calls(browser, settings, report, language="zh", phone=True)
    yield "account", lambda: Account(browser, settings, report, language="zh")
    yield "account", lambda: Account(browser, settings, report, language="en")
    yield "sessions", lambda: Sessions(browser, settings, report)
    yield "passwords", lambda: Passwords(browser, settings, report)
    yield "refusals", lambda: Refusals(browser, settings, report)
    yield "accessible", lambda: Accessible(browser, settings, report)
    yield "pages", lambda: Pages(browser, settings, report)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--screenshots", metavar="DIR", help="store a picture of every page looked at")
    arguments.add_argument("--only", help="one part", choices=[
        "guards", "shell", "lists", "live", "merge", "picking", "story", "keyboard", "shop", "browsing", "calls",
        "account",
        "sessions", "passwords", "refusals", "accessible", "pages"])
    options = arguments.parse_args()
    settings, report = Settings.read(options.screenshots), Report()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=settings.chromium, args=["--no-sandbox"])
        for name, make in parts(browser, settings, report):
            if options.only in (None, name):
                play(make())
        browser.close()
    print(report.last_line())
    return 0 if report.failed == 0 and report.passed > 0 else 1


def play(part) -> None:
    """A part that fails ends there; the others go on."""
    try:
        part.play()
    except StepFailed:
        pass
    finally:
        part.leave()


if __name__ == "__main__":
    sys.exit(main())
