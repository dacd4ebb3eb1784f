"""Tom of support takes a call: he sees the number that calls, finds the customer by it, and says where the order is."""

import random

from playwright.sync_api import Browser

from people import Person
from report import Report
from settings import Settings


class Calls:
    def __init__(self, browser: Browser, settings: Settings, report: Report, language: str, phone: bool) -> None:
        self.report, self.settings = report, settings
        self.look = f"({'phone' if phone else 'desktop'}, {language})"
        self.joe = Person(browser, settings, "joe", "en", phone=False)
        self.tom = Person(browser, settings, "tom", language, phone)
        last = f"{random.randrange(10 ** 8):08}"
        self.number, self.shown = f"+86 139-{last[:4]}-{last[4:]}", f"139{last}"
        self.company = f"Caller {last}"

    def play(self) -> None:
        for name, act in (
            ("T1 Tom finds a customer by the number that calls", self.find_caller),
            ("T2 finds the orders and where they stand", self.find_orders),
            ("T3 finds by name who ordered in the shop", self.find_shopper),
        ):
            with self.report.step(f"{name} {self.look}", Person.describe):
                act()

    def leave(self) -> None:
        for person in (self.joe, self.tom):
            person.leave()

    def find_caller(self) -> None:
        joe, tom = self.joe, self.tom
        joe.sign_in("joe", self.settings.password)
        joe.go("nav_leads")
        joe.click_link(joe.text("lead_new"))
        joe.fill("lead_name", "Lee")
        joe.fill("lead_company", self.company)
        joe.fill("field_phone", self.number)
        joe.press("lead_capture")
        joe.press("lead_convert")
        tom.sign_in("tom", self.settings.password)
        tom.search("find_document", self.shown)
        tom.click_link(self.company)
        tom.sees(self.number)

    def find_orders(self) -> None:
        tom = self.tom
        tom.go("nav_crm_orders")
        tom.click_link(tom.text("orders_all"))
        tom.follow(tom.main.locator("table tbody a").first)
        tom.sees(tom.text("chain_link"))

    def find_shopper(self) -> None:
        tom = self.tom
        tom.open("/orders")
        row = tom.main.locator("table tbody tr").first
        name = row.locator(f"[data-label='{tom.text('order_shopper')}']").inner_text()
        assert name.strip(), "nobody is named"
        tom.open(f"/orders?q={name.split()[0]}")
        tom.sees(name)
