#!/usr/bin/env python3
"""Takes a picture of every page of every service: on a desktop and a phone, in both languages, light and dark; of lists
also when nothing fits, of forms also when they are refused. Looks at each with axe, too. The folder then holds the
pictures and summary.txt: what axe found, what is wider than its screen, and which pages nothing leads to.

The system must be up with stories played (deploy/up), its environment loaded."""

import argparse
import re
import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from axe import violations
from people import DESKTOP, LOCALES, PHONE
from routes import PageRoute, fill, page_routes
from settings import Settings
from visitors import Visitors

SCREENS = {"desktop": DESKTOP, "phone": PHONE}
LOOKS = list(product(SCREENS, LOCALES, ("light", "dark")))
# What no document is called.
NOTHING = "nothing-is-called-so"

# The page's first form that requires something to be typed.
FORM = """(fields => [...document.querySelectorAll("main form[method=post]")].find(form => form.querySelector(fields)))(
    "input[required]:not([type=checkbox]):not([type=radio]), textarea[required]")"""

# Sends it with nothing of that.
SEND_EMPTY = """form => {
    for (const field of form.querySelectorAll("input[required], textarea[required]"))
        if (!["checkbox", "radio"].includes(field.type)) field.value = ""
    form.noValidate = true
    form.requestSubmit()
}"""

# Two that show every style there is.
BRIEF = [("desktop", "en", "light"), ("phone", "zh", "dark")]


class Gallery:
    """All pages, each with an address at which it is seen."""

    def __init__(self, visitors: Visitors, folder: Path | None = None, only: str = "") -> None:
        self.visitors, self.folder = visitors, folder
        routes = page_routes()
        addresses = fill(routes, visitors.links)
        self.addresses = {route: address for route, address in addresses.items() if only in route.path}
        self.unseen = [route.path for route in routes if route not in addresses and only in route.path]

    def look(self, screen: str, language: str, theme: str) -> list[str]:
        """Looks at every page; what is wrong with them, in words."""
        wrong = []
        for route, address in self.addresses.items():
            found = self.see(route, address, screen, language, theme)
            wrong += [f"{route.path} ({screen}, {language}, {theme}): {fault}" for fault in found]
        self.visitors.change()
        return wrong

    def see(self, route: PageRoute, address: str, screen: str, language: str, theme: str) -> list[str]:
        look = f"{screen}.{language}.{theme}"
        page, status = self.visitors.open(route.who, address, SCREENS[screen], language, theme)
        wrong = self.judge(page, route, look) + ([f"status {status}"] if status >= 400 else [])
        if not self.folder:
            return wrong
        sends = page.evaluate(f"{FORM} != null")
        if page.locator(".qiao-filters [name=q]").count():
            page, _ = self.visitors.open(route.who, f"{address}?q={NOTHING}", SCREENS[screen], language, theme)
            wrong += [f"with nothing: {fault}" for fault in self.judge(page, route, f"nothing.{look}")]
        if sends:
            page, _ = self.visitors.open(route.who, address, SCREENS[screen], language, theme)
            wrong += [f"refused: {fault}" for fault in self.refused(page, route, f"refused.{look}")]
        return wrong

    def refused(self, page: Page, route: PageRoute, look: str) -> list[str]:
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.evaluate(f"({SEND_EMPTY})({FORM})")
        page.wait_for_load_state("load")
        return self.judge(page, route, look) + ([f"status {answer.value.status}"] if answer.value.status >= 500 else [])

    def judge(self, page: Page, route: PageRoute, look: str) -> list[str]:
        """Takes the picture; what axe finds, and whether the page is wider than its screen."""
        name = re.sub(r"[^a-z0-9]+", "-", route.path.lower()).strip("-") or "home"
        if self.folder:
            page.screenshot(path=self.folder / f"{name}.{look}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return violations(page) + ([f"wider than the screen by {wide}"] if wide > 0 else [])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, help="where the pictures and the summary go")
    arguments.add_argument("--only", default="", metavar="PART", help="pages whose path holds this")
    arguments.add_argument("--brief", action="store_true", help="two looks at each, which show every style there is")
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    settings = Settings.read(None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=settings.chromium, args=["--no-sandbox"])
        gallery = Gallery(Visitors(browser, settings), options.folder, options.only)
        wrong = []
        looks = BRIEF if options.brief else LOOKS
        for look in looks:
            wrong += gallery.look(*look)
            print(f"{', '.join(look)}: {len(gallery.addresses)} pages, {len(wrong)} faults so far", flush=True)
        browser.close()
    lines = wrong + [f"nothing leads to {path}" for path in gallery.unseen]
    lines.append(f"{len(gallery.addresses)} pages, {len(looks)} looks at each, {len(wrong)} faults")
    (options.folder / "summary.txt").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
