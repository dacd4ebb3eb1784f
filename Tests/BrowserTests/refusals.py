"""What people may not do, and what is not there: told in their language, on a page with a way on."""

from playwright.sync_api import Browser, expect

from people import Person
from report import Report
from settings import Settings


class Refusals:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.joe = Person(browser, settings, "joe", "zh", phone=True)
        self.fanny = Person(browser, settings, "fanny", "en", phone=False)
        self.wang = Person(browser, settings, "wang", "zh", phone=False)

    def play(self) -> None:
        for name, part in (
            ("N1 a wrong password is said so, and one may try again", self.wrong_password),
            ("N2 a page of others is refused", self.others_page),
            ("N3 what is not there is said so", self.nothing_there),
            ("N4 a number that is none is said to be wrong", self.wrong_number),
        ):
            with self.report.step(name, Person.describe):
                part()

    def leave(self) -> None:
        for person in (self.joe, self.fanny, self.wang):
            person.leave()

    def wrong_password(self) -> None:
        joe = self.joe
        joe.open("/sign-in")
        joe.fill("login", "joe")
        joe.fill("password", "not my password")
        joe.press("sign_in", status=401)
        joe.sees(joe.text("problem_wrong_credentials"))
        expect(joe.field("login")).to_have_value("joe")
        expect(joe.field("password")).to_have_value("")
        joe.fill("password", self.settings.password)
        joe.press("sign_in")
        expect(joe.page.get_by_role("heading", name=joe.text("inbox"))).to_be_visible()

    def others_page(self) -> None:
        fanny = self.fanny
        fanny.sign_in("fanny", self.settings.password)
        fanny.open("/erp/finance", status=403)
        fanny.sees(fanny.text("problem_forbidden"))
        fanny.click_link(fanny.text("error_home"))

    def nothing_there(self) -> None:
        fanny = self.fanny
        for path in ("/nothing", "/oa/nothing", "/oa/trips/00000000-0000-0000-0000-000000000000"):
            fanny.open(path, status=404)
            fanny.sees(fanny.text("problem_not_found"))

    def wrong_number(self) -> None:
        wang = self.wang
        wang.sign_in("wang", self.settings.password, then="/erp/goods-receipts/new")
        wang.fill("erp_supplier", "Hardware Wholesale")
        line = wang.main.locator("form .row").first
        wang.look_up("erp_product", "QB-PEN", about="1")
        wang.fill("erp_quantity", "-5", line)
        wang.fill("erp_unit_cost", "cheap", line)
        wang.press("erp_receive", status=422)
        wang.sees(wang.text("problem_invalid_input"))
        # The form is there again, as it was sent, and says beside each field what is wrong with it.
        line = wang.main.locator("form .row").first
        expect(wang.field("erp_quantity", line)).to_have_value("-5")
        expect(wang.field("erp_unit_cost", line)).to_have_value("cheap")
        expect(wang.field("erp_unit_cost", line)).to_have_attribute("aria-invalid", "true")
        expect(wang.field("erp_supplier")).to_have_value("Hardware Wholesale")
