"""Lists as people work with them: Ben keeps a view of one, and agrees to two requests of Joe's at once."""

import random
from datetime import timedelta

from playwright.sync_api import Browser, expect

from cast import next_month
from people import Person
from report import Report
from settings import Settings


class Lists:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.joe = Person(browser, settings, "joe", "zh", phone=True)
        self.ben = Person(browser, settings, "ben", "en", phone=False)
        # He does without script.
        self.plain = Person(browser, settings, "ben", "zh", phone=True, script=False)
        self.view = f"Trips {random.randrange(16 ** 5):05X}"

    def play(self) -> None:
        for name, act in (
            ("L1 a list as it is narrowed and sorted is kept as a view, and forgotten", self.keep_a_view),
            ("L2 two requests are agreed to at once", self.agree_to_two),
            ("L3 the same without script, on a phone", self.agree_without_script),
            ("L4 Ben sees what he decided, and what came of it", self.see_what_was_decided),
            ("L5 the business transactions sort by when something happened in them", self.sort_chains),
            ("L6 the revenue is drawn, and stands in a table", self.see_revenue),
        ):
            with self.report.step(name, Person.describe):
                act()

    def leave(self) -> None:
        for person in (self.joe, self.ben, self.plain):
            person.leave()

    def keep_a_view(self) -> None:
        self.joe.sign_in("joe", self.settings.password)
        ben = self.ben
        ben.sign_in("ben", self.settings.password)
        ben.go("nav_trips")
        ben.choose("field_state", ben.text("state_submitted"), ben.main.get_by_role("search"))
        ben.press("table_apply")
        narrowed = ben.page.url
        ben.main.locator("summary", has_text=ben.text("table_views")).click()
        ben.fill("table_view_name", self.view)
        ben.press("table_view_keep")
        ben.go("nav_trips")
        ben.follow(ben.main.get_by_role("link", name=self.view, exact=True))
        assert "state=submitted" in ben.page.url and "state=submitted" in narrowed, ben.page.url
        expect(ben.main.locator(".qiao-view.active")).to_have_text(self.view)
        ben.main.locator("summary", has_text=ben.text("table_views")).click()
        forget = f"{ben.text('table_view_forget')} {self.view}"
        ben.follow(ben.main.get_by_role("button", name=forget, exact=True))
        expect(ben.main.get_by_role("link", name=self.view, exact=True)).to_have_count(0)

    def agree_to_two(self) -> None:
        numbers = [self.file_trip(), self.file_trip()]
        self.find(self.ben, numbers)
        action = self.ben.main.get_by_role("button", name=self.ben.text("approvals_approve_marked"))
        expect(action).to_be_hidden()
        self.mark(self.ben, numbers)
        expect(self.ben.main.get_by_text(self.ben.text("table_marked").replace("{}", "2"))).to_be_visible()
        self.agree(self.ben, numbers)

    def agree_without_script(self) -> None:
        numbers = [self.file_trip(), self.file_trip()]
        self.plain.sign_in("ben", self.settings.password)
        self.find(self.plain, numbers)
        self.mark(self.plain, numbers)
        self.agree(self.plain, numbers)

    def see_what_was_decided(self) -> None:
        ben, number = self.ben, self.file_trip()
        self.find(ben, [number])
        ben.click_link(number)
        ben.fill("approval_why_not", "Too dear this month")
        ben.press("approval_reject")
        ben.click_link(ben.text("approvals_decided"))
        row = ben.main.locator("tbody tr").first
        expect(row).to_contain_text(number)
        expect(row).to_contain_text("Too dear this month")
        expect(row.locator(".badge").first).to_have_text(ben.text("state_rejected"))
        ben.follow(row.get_by_role("link", name=number))
        assert ben.path.startswith("/oa/trips/"), ben.path

    def sort_chains(self) -> None:
        ben = self.ben
        ben.go("nav_chains")
        heading = ben.main.get_by_role("columnheader").filter(has_text=ben.text("last_event"))
        first = {}
        for order in ("ascending", "descending"):
            ben.follow(heading.get_by_role("link"))
            expect(heading).to_have_attribute("aria-sort", order)
            first[order] = ben.main.locator("table tbody a").first.get_attribute("href")
        assert first["ascending"] != first["descending"], first

    def see_revenue(self) -> None:
        ben = self.ben
        ben.go("nav_dashboard")
        chart = ben.main.locator(".qiao-chart")
        expect(chart).to_have_attribute("data-drawn", "")
        expect(chart.locator("table")).to_be_hidden()
        chart.locator("summary").click()
        expect(chart.get_by_role("columnheader")).to_have_count(3)
        expect(chart.locator("tbody tr")).to_have_count(30)
        expect(chart.get_by_role("cell", name="¥").first).to_be_visible()

    def file_trip(self) -> str:
        joe = self.joe
        joe.open("/oa/trips/new")
        day = next_month() + timedelta(days=random.randrange(25))
        joe.fill("trip_purpose", "Look in 顺道拜访")
        joe.fill("trip_visit_name", "Ken")
        joe.fill("trip_from", day.isoformat())
        joe.fill("trip_to", day.isoformat())
        joe.fill("trip_budget", "10")
        joe.press("trip_file")
        return joe.main.get_by_role("heading", level=1).inner_text()

    def find(self, person: Person, numbers: list[str]) -> None:
        person.open("/oa/approvals?sort=-opened")
        for number in numbers:
            person.awaits(person.main.get_by_role("link", name=number))

    def mark(self, person: Person, numbers: list[str]) -> None:
        for number in numbers:
            row = person.page.locator("tbody tr").filter(has_text=number)
            row.get_by_role("checkbox", name=person.text("table_mark"), exact=True).check()

    def agree(self, person: Person, numbers: list[str]) -> None:
        person.press("approvals_approve_marked")
        for number in numbers:
            expect(person.main.get_by_role("link", name=number)).to_have_count(0)
        for number in numbers:
            self.joe.open(f"/oa/trips?q={number}")
            row = self.joe.page.locator("tbody tr").filter(has_text=number)
            self.joe.awaits(row.filter(has_not_text=self.joe.text("state_submitted")))
