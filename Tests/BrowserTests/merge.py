"""Two people change the same: the second one sees both, chooses, and loses nothing. Without script."""

from playwright.sync_api import Browser, expect

from people import Person
from report import Report
from settings import Settings


class Merge:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.anna = Person(browser, settings, "anna", "zh", phone=True, script=False)
        self.boss = Person(browser, settings, "administrator", "en", phone=False)

    def play(self) -> None:
        for name, act in (
            ("M1 who is second sees what is stored beside what they typed", self.be_second),
            ("M2 they keep their own", self.keep_own),
            ("M3 or take what is stored", self.take_theirs),
        ):
            with self.report.step(name, Person.describe):
                act()

    def leave(self) -> None:
        for person in (self.anna, self.boss):
            person.leave()

    def set_limit(self, person: Person, limit: str, status: int = 200) -> None:
        person.fill("credit_limit", limit)
        person.press("credit_set", person.main.locator("form[action$='/credit-terms/_put']"), status)

    def be_second(self) -> None:
        anna, boss = self.anna, self.boss
        anna.sign_in("anna", self.settings.password)
        boss.sign_in(self.settings.administrator, self.settings.administrator_password)
        anna.go("nav_customers")
        anna.follow(anna.main.locator("table tbody a").first)
        boss.open(anna.path)
        self.set_limit(boss, "5000.00")
        self.set_limit(anna, "7000.00", status=412)
        expect(anna.field("credit_limit")).to_have_value("7000.00")
        expect(anna.main.locator(".qiao-merge")).to_contain_text("5000.00")
        anna.sees(anna.text("problem_changed_meanwhile"))

    def keep_own(self) -> None:
        anna = self.anna
        anna.press("credit_set", anna.main.locator("form[action$='/credit-terms/_put']"))
        expect(anna.field("credit_limit")).to_have_value("7000.00")

    def take_theirs(self) -> None:
        anna, boss = self.anna, self.boss
        boss.open(anna.path)
        self.set_limit(boss, "6000.00")
        self.set_limit(anna, "8000.00", status=412)
        anna.main.get_by_label(anna.text("merge_take")).check()
        anna.press("credit_set", anna.main.locator("form[action$='/credit-terms/_put']"))
        expect(anna.field("credit_limit")).to_have_value("6000.00")
