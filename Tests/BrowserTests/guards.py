"""The looks that every page gets must see what they are for: each is shown a page with its fault."""

from playwright.sync_api import Browser

import healthy
from people import PHONE, Person
from report import Report
from settings import Settings

FAULTS = {
    "a left-over tag": ("<main>{{t.total}}</main>", "template tag"),
    "a text without words": ("<main>trip_file</main>", "trip_file"),
    "an event without words": ("<main>oa.trip.filed</main>", "oa.trip.filed"),
    "a spoken text without words": ("<main><button aria-label='nav_trips'>x</button></main>", "nav_trips"),
    "a page too wide": ("<main><div style='width: 900px'>wide</div></main>", "sideways"),
    "a field without a label": ("<main><input name='amount'></main>", "without a label"),
}


class Guards:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report = report
        self.page = browser.new_page(viewport=PHONE)

    def play(self) -> None:
        for name, (content, words) in FAULTS.items():
            with self.report.step(f"G the look at a page sees {name}", Person.describe):
                self.page.set_content(f"<title>Qiao</title>{content}")
                found = healthy.problems(self.page)
                assert len(found) == 1 and words in found[0], f"found {found}"

    def leave(self) -> None:
        self.page.close()
