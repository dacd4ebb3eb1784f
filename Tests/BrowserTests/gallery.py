#!/usr/bin/env python3
"""Takes a picture of every page of every service: on a desktop and a phone, in both languages, light and dark. Looks at
each with axe, too. The folder then holds the pictures and summary.txt: what axe found, and which pages nothing leads to.

The system must be up with stories played (deploy/up), its environment loaded."""

import argparse
import re
import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from axe import violations
from people import DESKTOP, LOCALES, PHONE
from routes import PageRoute, fill, page_routes
from settings import Settings
from visitors import Visitors

SCREENS = {"desktop": DESKTOP, "phone": PHONE}
LOOKS = list(product(SCREENS, LOCALES, ("light", "dark")))
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
        page, status = self.visitors.open(route.who, address, SCREENS[screen], language, theme)
        name = re.sub(r"[^a-z0-9]+", "-", route.path.lower()).strip("-") or "home"
        if self.folder:
            page.screenshot(path=self.folder / f"{name}.{screen}.{language}.{theme}.png", full_page=True)
        return violations(page) + ([f"status {status}"] if status >= 400 else [])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, help="where the pictures and the summary go")
    arguments.add_argument("--only", default="", metavar="PART", help="pages whose path holds this")
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    settings = Settings.read(None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=settings.chromium, args=["--no-sandbox"])
        gallery = Gallery(Visitors(browser, settings), options.folder, options.only)
        wrong = []
        for look in LOOKS:
            wrong += gallery.look(*look)
            print(f"{', '.join(look)}: {len(gallery.addresses)} pages, {len(wrong)} faults so far", flush=True)
        browser.close()
    lines = wrong + [f"nothing leads to {path}" for path in gallery.unseen]
    lines.append(f"{len(gallery.addresses)} pages, {len(LOOKS)} looks at each, {len(wrong)} faults")
    (options.folder / "summary.txt").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
