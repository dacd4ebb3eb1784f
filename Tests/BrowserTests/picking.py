"""Fields that refer to something among many: Wang finds goods by typing, with the keyboard alone, and without script."""

import re

from playwright.sync_api import Browser, Locator, expect

from axe import violations
from people import Person
from report import Report
from settings import Settings

SKU = "QB-PEN"


class Picking:
    def __init__(self, browser: Browser, settings: Settings, report: Report, language: str, phone: bool) -> None:
        self.report, self.settings = report, settings
        self.looks = f"{'phone' if phone else 'desktop'}, {language}"
        self.wang = Person(browser, settings, "wang", language, phone)
        self.plain = Person(browser, settings, "wang", language, phone, script=False)

    def play(self) -> None:
        for name, part in (
            ("C1 Wang finds goods by the first letters, and sees what fits", self.find),
            ("C2 chooses with the keyboard alone, and changes his mind", self.choose),
            ("C3 is told when nothing fits, and when what he typed is no choice", self.go_wrong),
            ("C4 what he typed and did not choose is taken where it means one thing", self.go_on),
            ("C5 receives what he chose", self.receive),
            ("C6 without script a wrong name is refused at its field, and a number is understood", self.do_without),
        ):
            with self.report.step(f"{name} ({self.looks})", Person.describe):
                part()

    def leave(self) -> None:
        for person in (self.wang, self.plain):
            person.leave()

    @staticmethod
    def product(person: Person, number: int = 1) -> Locator:
        return person.main.locator(f"[name='lines[{number - 1}].productID']")

    @property
    def options(self) -> Locator:
        return self.wang.page.get_by_role("option")

    def find(self) -> None:
        wang = self.wang
        wang.sign_in("wang", self.settings.password, then="/erp/goods-receipts/new")
        field = self.product(wang)
        expect(field).to_have_attribute("role", "combobox")
        field.focus()
        wang.page.keyboard.type("qb-")
        expect(self.options.first).to_contain_text("QB-")
        assert self.options.count() > 1
        expect(field).to_have_attribute("aria-expanded", "true")
        assert not (found := violations(wang.page)), found
        wang.picture("choices")
        box, screen = self.options.first.bounding_box(), wang.page.viewport_size
        assert box["x"] >= 0 and box["x"] + box["width"] <= screen["width"], box

    def choose(self) -> None:
        wang, field, keys = self.wang, self.product(self.wang), self.wang.page.keyboard
        first = self.options.first
        expect(first).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
        keys.press("ArrowDown")
        expect(self.options.nth(1)).to_have_attribute("aria-selected", "true")
        keys.press("ArrowUp")
        keys.press("Escape")
        expect(self.options).to_have_count(0)
        expect(field).to_have_value("qb-")
        keys.press("ControlOrMeta+A")
        keys.type(SKU.lower())
        expect(self.options).to_have_count(1)
        keys.press("Enter")
        expect(field).to_have_value(re.compile(f"^{SKU} · .+"))
        expect(self.options).to_have_count(0)
        # With what is chosen in the field, all there is to choose from shows.
        keys.press("ArrowDown")
        expect(self.options.nth(1)).to_be_visible()
        keys.press("Escape")
        assert wang.path == "/erp/goods-receipts/new", wang.path

    def go_wrong(self) -> None:
        wang, field, keys = self.wang, self.product(self.wang, 2), self.wang.page.keyboard
        wang.toggle(wang.main.locator(".qiao-more > summary").first)
        expect(field).to_be_focused()
        keys.type("zzz")
        said = field.locator("xpath=..").get_by_role("status")
        expect(said).to_have_text(wang.text("lookup_none").replace("{}", "zzz"))
        keys.press("Tab")
        expect(said).to_have_text(wang.text("lookup_unknown").replace("{}", "zzz"))
        expect(field).to_have_attribute("aria-invalid", "true")
        assert not field.evaluate("field => field.checkValidity()")
        assert not (found := violations(wang.page)), found
        wang.picture("no choice")

    def go_on(self) -> None:
        field, keys = self.product(self.wang, 2), self.wang.page.keyboard
        field.focus()
        keys.press("ControlOrMeta+A")
        keys.type(SKU)
        keys.press("Tab")
        expect(field).to_have_value(re.compile(f"^{SKU} · .+"))
        assert field.evaluate("field => field.checkValidity()")
        field.fill("")
        field.blur()
        assert field.evaluate("field => field.checkValidity()"), "an empty line is no line"

    def receive(self) -> None:
        self.fill_in(self.wang)
        self.wang.press("erp_receive")
        self.wang.sees(SKU)

    def fill_in(self, person: Person) -> None:
        line = person.main.locator("form .row").first
        person.fill("erp_supplier", "Stationery 文具")
        person.fill("erp_quantity", "3", line)
        person.fill("erp_unit_cost", "1.20", line)

    def do_without(self) -> None:
        plain = self.plain
        plain.sign_in("wang", self.settings.password, then="/erp/goods-receipts/new")
        self.product(plain).fill("zzz")
        self.fill_in(plain)
        plain.press("erp_receive", status=422)
        field = self.product(plain)
        expect(field).to_have_value("zzz")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(plain.main.locator(f"[id='{field.get_attribute('id')}-error']")).to_contain_text("zzz")
        field.fill(SKU.lower())
        plain.press("erp_receive")
        plain.sees(SKU)
