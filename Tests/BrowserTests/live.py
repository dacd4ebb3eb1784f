"""Two people at one document: what one does shows at the other's, and nobody loses what they are writing."""

import random
from datetime import timedelta

from playwright.sync_api import Browser, expect

from cast import next_month
from people import Person
from report import Report
from settings import Settings


class Live:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.joe = Person(browser, settings, "joe", "zh", phone=True)
        self.ben = Person(browser, settings, "ben", "en", phone=False)
        self.name = f"Ken {random.randrange(16 ** 5):05X}"

    def play(self) -> None:
        for name, act in (
            ("V1 the bell rings by itself", self.ring),
            ("V2 an open document shows what a colleague did, and who it was", self.approve),
            ("V3 who is writing is told, and keeps what they typed", self.write),
            ("V4 who goes away with something unsaved is asked", self.go_away),
            ("V5 a document is printed without what only a screen needs", self.print),
        ):
            with self.report.step(name, Person.describe):
                act()

    def leave(self) -> None:
        for person in (self.joe, self.ben):
            person.leave()

    def ring(self) -> None:
        joe, ben = self.joe, self.ben
        joe.sign_in("joe", self.settings.password)
        ben.sign_in("ben", self.settings.password)
        bell = ben.page.locator(".qiao-bell-count")
        waiting = ben.context.request.get("/api/todos/count").json()["count"]
        self.file_trip()
        expect(bell).to_have_text("99+" if waiting + 1 > 99 else str(waiting + 1), timeout=15_000)

    def file_trip(self) -> None:
        joe = self.joe
        day = next_month() + timedelta(days=random.randrange(20))
        joe.open("/oa/trips/new")
        joe.fill("trip_purpose", "Visit")
        joe.fill("trip_visit_name", self.name)
        joe.fill("trip_from", day.isoformat())
        joe.fill("trip_to", day.isoformat())
        joe.fill("trip_budget", "10")
        joe.press("trip_file")

    def approve(self) -> None:
        """Joe does nothing: the page he looks at follows the approval, and then the money."""
        joe, ben = self.joe, self.ben
        trip = joe.main.get_by_role("heading", level=1).inner_text()
        joe.page.evaluate("window.untouched = true")
        ben.open("/")
        ben.follow(ben.page.locator("[data-list=todos] a").filter(has_text=trip).first)
        ben.press("approval_approve")
        badge = joe.main.locator("h1 ~ .badge")
        expect(badge).not_to_have_text(joe.text("state_submitted"), timeout=15_000)
        expect(joe.main.locator(".qiao-live")).to_be_visible()
        expect(joe.main.locator("[data-table=course]")).to_contain_text(joe.text("state_approved"))
        assert joe.page.evaluate("window.untouched"), "the page was loaded anew"
        joe.look()

    def write(self) -> None:
        joe, ben = self.joe, self.ben
        joe.open("/crm/leads/new")
        joe.fill("lead_name", self.name)
        joe.press("lead_capture")
        joe.fill("field_note", "He wants to")
        ben.open(joe.path)
        ben.choose("field_state", ben.text("state_contacted"))
        ben.press("lead_set_state")
        bar = joe.main.locator(".qiao-live")
        expect(bar).to_contain_text("本", timeout=15_000)
        expect(joe.field("field_note")).to_have_value("He wants to")
        joe.look()

    def go_away(self) -> None:
        joe = self.joe
        asked = []
        joe.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        joe.main.locator(".qiao-document-kind a").click()
        assert asked == ["beforeunload"], asked
        expect(joe.field("field_note")).to_have_value("He wants to")
        # Sent, nothing is unsaved any more.
        joe.choose("field_state", joe.text("state_qualified"))
        joe.press("lead_set_state")
        joe.sees_state("state_qualified")

    def print(self) -> None:
        page = self.joe.page
        page.emulate_media(media="print")
        for part in (".qiao-document-next", ".qiao-top", ".qiao-nav", ".qiao-document-print"):
            expect(page.locator(part).first).to_be_hidden()
        for part in ("h1", ".qiao-document-facts", ".qiao-document-history"):
            expect(page.locator(part).first).to_be_visible()
        page.emulate_media(media="screen")
