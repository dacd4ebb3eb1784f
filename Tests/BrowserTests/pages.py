"""Every page that the menu leads a person to, and the first document of every list: in both languages, on a desktop
and on a phone. `Person.look` says what is asked of each."""

from playwright.sync_api import Browser

from cast import CAST
from people import DESKTOP, PHONE, Person
from report import Report, StepFailed
from settings import Settings

# Forms and lists that no menu entry and no first row leads to.
FURTHER = {
    "anna": ["/erp/vouchers"],
    "wang": ["/erp/goods-receipts/new"],
    "joe": [
        "/oa/trips/new", "/crm/leads/new", "/oa/account", "/oa/trips?state=all", "/crm/leads?state=all",
        "/crm/quotes?state=all", "/crm/orders?state=all",
    ],
    "ben": ["/crm/leads?pool=true"],
    "eve": ["/erp/revisions?state=released"],
}
SIGNED_OUT = ["/", "/shop", "/contact", "/sign-in", "/shopper/sign-in", "/shopper/register", "/shopper/password"]
LANGUAGES = ("zh", "en")


class Pages:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.browser, self.settings, self.report = browser, settings, report
        self.failures: list[StepFailed] = []
        self.chains: set[tuple[str, str]] = set()

    def play(self) -> None:
        for language in LANGUAGES:
            self.visit(Person(self.browser, self.settings, "guest", language, phone=False), SIGNED_OUT)
        for login in [*CAST, "administrator"]:
            state = self.signed_in(login)
            for language in LANGUAGES:
                person = Person(self.browser, self.settings, login, language, phone=False, state=state)
                self.visit(person, self.menu(person) + FURTHER.get(login, []))
        if self.failures:
            raise self.failures[0]

    def leave(self) -> None:
        """Everyone left after their visits."""

    def signed_in(self, login: str):
        """The session of the person, for use in further browsers."""
        person = Person(self.browser, self.settings, login, "en", phone=False)
        own = login == "administrator"
        person.sign_in(
            self.settings.administrator if own else login,
            self.settings.administrator_password if own else self.settings.password)
        state = person.context.storage_state()
        person.leave()
        return state

    def menu(self, person: Person) -> list[str]:
        person.page.goto("/")
        links = person.page.locator("nav.qiao-nav a").all()
        return [link.get_attribute("href") for link in links]

    def visit(self, person: Person, paths: list[str]) -> None:
        for path in paths:
            try:
                with self.report.step(f"{person.name} at {path} ({person.language})", Person.describe):
                    self.see(person, path)
                    document = person.main.locator("table tbody a[href^='/'], [data-list] a[href^='/']").first
                    if document.count() and self.is_new(person, href := document.get_attribute("href")):
                        self.see(person, href)
            except StepFailed as failure:
                self.failures.append(failure)
        person.leave()

    def is_new(self, person: Person, href: str) -> bool:
        """A chain looks the same to everyone, so that once in a language is enough; other documents differ by role."""
        if not href.startswith("/chains/"):
            return True
        before = len(self.chains)
        self.chains.add((person.language, href))
        return len(self.chains) > before

    def see(self, person: Person, path: str) -> None:
        """On a desktop, and then on a phone."""
        person.open(path)
        person.take(PHONE)
        person.look()
        person.take(DESKTOP)
