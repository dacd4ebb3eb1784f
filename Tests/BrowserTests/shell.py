"""What stands around every page works without script: the menu's sheet, the choice of light and dark, signing out."""

from playwright.sync_api import Browser, expect

from people import Person
from report import Report
from settings import Settings

PATHS = ("/oa/trips", "/crm/leads", "/workbench")


class Shell:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.joe = Person(browser, settings, "joe", "en", phone=True, script=False)

    def play(self) -> None:
        for name, act in (
            ("F1 a phone's menu opens, leads on and knows where one is", self.follow_the_menu),
            ("F2 a chosen brightness is that of every service's pages", self.choose_dark),
            ("F3 the bell shows what waits, on pages of every service", self.see_the_bell),
            ("F4 one signs out", self.leave_the_house),
        ):
            with self.report.step(name, Person.describe):
                act()

    def leave(self) -> None:
        self.joe.leave()

    def follow_the_menu(self) -> None:
        self.joe.sign_in("joe", self.settings.password)
        self.joe.go("nav_trips")
        self.joe.go("nav_leads")
        current = self.joe.page.locator("nav.qiao-nav [aria-current=page]")
        expect(current).to_have_text(self.joe.text("nav_leads"))

    def choose_dark(self) -> None:
        page = self.joe.page
        page.get_by_role("banner").locator("summary", has_text=self.joe.text("theme")).click()
        self.joe.follow(page.get_by_role("button", name=self.joe.text("theme_dark"), exact=True))
        for path in PATHS:
            self.joe.open(path)
            expect(page.locator("html")).to_have_attribute("data-theme", "dark")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 19)", path

    def see_the_bell(self) -> None:
        """The number itself is the script's, which the next page then comes with."""
        scripted = Person(
            self.joe.context.browser, self.settings, "joe", "en", phone=True, state=self.joe.context.storage_state())
        count = scripted.context.request.get("/api/todos/count").json()["count"]
        for path in PATHS:
            scripted.open(path)
            expect(scripted.page.locator(".qiao-bell-count")).to_have_text(str(count))
        scripted.leave()

    def leave_the_house(self) -> None:
        self.joe.sign_out()
        self.joe.open("/oa/trips")
        assert self.joe.path == "/oa/sign-in", self.joe.path
