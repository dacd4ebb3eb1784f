"""The people of the story, and what they know of the deal they make."""

import random
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from playwright.sync_api import Browser

from people import Person
from report import Report
from settings import Settings

# Who speaks what, and whose screen is a phone's. Joe is on the road; Wang walks the warehouse.
CAST = {
    "joe": ("zh", True),
    "ben": ("en", True),
    "anna": ("zh", False),
    "fanny": ("en", False),
    "eve": ("en", False),
    "paul": ("zh", False),
    "wang": ("zh", True),
}

LIST_PRICE, AGREED_PRICE = Decimal("1000.00"), Decimal("880.00")


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def next_month() -> date:
    """Its first day, by the company's clock in Shanghai."""
    today = datetime.now(timezone(timedelta(hours=8))).date()
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


class Deal:
    """Everyone in front of their own screen, and a customer, dates and amounts of this story alone."""

    def __init__(
        self, browser: Browser, settings: Settings, report: Report, kind: type[Person] = Person,
    ) -> None:
        self.report = report
        self.settings = settings
        people = {login: kind(browser, settings, login, *look) for login, look in CAST.items()}
        self.joe, self.ben, self.anna, self.fanny = (people[login] for login in ("joe", "ben", "anna", "fanny"))
        self.eve, self.paul, self.wang = (people[login] for login in ("eve", "paul", "wang"))
        self.people = people
        mark = f"{random.randrange(16 ** 5):05X}"
        self.ken, self.company = f"Ken {mark}", f"Ken {mark} Trading"
        self.first_day = next_month() + timedelta(days=random.randrange(20))
        self.last_day = self.first_day + timedelta(days=random.randrange(3))
        self.budget = Decimal(random.randrange(800, 2500))
        self.quantity = random.randrange(2, 9)

    def do_todo(self, person: Person, key: str, subject: str) -> None:
        """Finds it in the inbox on the workbench and opens it."""
        person.open("/")
        todo = person.page.locator("[data-list=todos] a").filter(has_text=person.text(key)).filter(has_text=subject)
        person.awaits(todo)
        person.follow(todo.first)

    @property
    def net(self) -> Decimal:
        return AGREED_PRICE * self.quantity

    @property
    def total(self) -> Decimal:
        return self.net * Decimal("1.13")
