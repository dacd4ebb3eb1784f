"""The web shop from the other end: a shopper registers, orders, pays, gets the goods, earns points and says so; and
someone who only leaves a card becomes a lead."""

import random
import re
from decimal import Decimal

from playwright.sync_api import Browser, expect

from cast import money
from people import Person
from report import Report
from settings import Settings

CUP = "QB-CUP"
PRICE_WITH_TAX = Decimal("44.07")


class Shop:
    def __init__(
        self, browser: Browser, settings: Settings, report: Report, language: str, phone: bool,
        kind: type[Person] = Person,
    ) -> None:
        self.report, self.settings, self.browser = report, settings, browser
        self.looks = f"{'phone' if phone else 'desktop'}, {language}"
        self.li = kind(browser, settings, "li", language, phone)
        self.wang = kind(browser, settings, "wang", language, phone=not phone)
        self.joe = kind(browser, settings, "joe", language, phone)
        self.mark = f"{random.randrange(16 ** 6):06x}"
        self.quantity = random.randrange(2, 5)

    def play(self) -> None:
        for name, part in (
            ("W1 Wang has cups to sell", self.receive_cups),
            ("W2 a shopper finds the cup and registers to buy it", self.register),
            ("W3 puts it into the cart and orders", self.order_it),
            ("W4 is asked to pay once the stock is held", self.be_asked_to_pay),
            ("W5 pays at the payment company and is shown as paid", self.pay),
            ("W6 Wang ships, and the page says so by itself", self.ship),
            ("W7 has points for it", self.see_points),
            ("W8 reviews the cup", self.review),
            ("W9 a stranger's card becomes a lead that Joe claims", self.leave_card),
            ("W10 signs out and in again", self.sign_in_again),
        ):
            with self.report.step(f"{name} ({self.looks})", Person.describe):
                part()

    def leave(self) -> None:
        for person in (self.li, self.wang, self.joe):
            person.leave()

    def receive_cups(self) -> None:
        wang = self.wang
        wang.sign_in("wang", self.settings.password, then="/erp/goods-receipts/new")
        wang.fill("erp_supplier", "Pottery 陶瓷厂")
        line = wang.main.locator("form .row").first
        wang.look_up("erp_product", CUP, about="1")
        wang.fill("erp_quantity", str(self.quantity), line)
        wang.fill("erp_unit_cost", "14.50", line)
        wang.press("erp_receive")
        wang.sees(CUP)

    def register(self) -> None:
        li = self.li
        li.open("/")
        li.search("find_product", "cup")
        card = li.page.get_by_role("article").filter(has_text=CUP)
        expect(card).to_contain_text(money(PRICE_WITH_TAX))
        li.follow(card.get_by_role("link"))
        li.awaits(li.main.get_by_text(li.text("shop_in_stock")))
        li.click_link(li.text("sign_in_to_buy"))
        li.click_link(li.text("to_register"))
        li.fill("email_or_phone", f"li-{self.mark}@example.com")
        li.press("code_send")
        letter = self.settings.messages / f"li-{self.mark}@example.com.txt"
        li.fill("code", letter.read_text().split()[-1])
        li.fill("your_name", f"Li {self.mark}")
        li.fill("password", f"correct horse {self.mark}")
        li.press("register")
        expect(li.page.get_by_role("banner")).to_contain_text(f"Li {self.mark}")

    @property
    def total(self) -> Decimal:
        return PRICE_WITH_TAX * self.quantity

    def order_it(self) -> None:
        li = self.li
        # Registering led back to the cup.
        li.fill("quantity", str(self.quantity))
        li.press("put_into_cart")
        expect(li.main.locator("[data-figure=total]")).to_contain_text(money(self.total))
        li.click_link(li.text("to_checkout"))
        li.fill("ship_to", "1 Bridge Road, Shanghai 上海市桥路1号")
        li.press("place_order")
        self.order_path = li.path
        heading = li.main.get_by_role("heading", level=1).inner_text()
        self.order = heading.removeprefix(li.text("order")).strip()

    def shows(self, state: str) -> None:
        """The page tells the new state by itself: nobody reloads it."""
        badge = self.li.main.get_by_role("status").filter(has_text=self.li.text(state))
        expect(badge).to_be_visible(timeout=60_000)
        self.li.look()

    def be_asked_to_pay(self) -> None:
        self.shows("state_awaiting_payment")
        expect(self.li.form_with("pay_online")).to_be_visible()

    def pay(self) -> None:
        li = self.li
        with li.page.expect_navigation(url=re.compile("/pay/charges/")):
            li.activate(li.main.get_by_role("button", name=li.text("pay_online")))
        li.sees(f"{self.total:.2f}")
        li.picture("payment company")
        with li.page.expect_navigation(url=re.compile("/orders/")):
            li.activate(li.main.get_by_role("button"))
        self.shows("state_paid")

    def ship(self) -> None:
        wang = self.wang
        wang.open("/")
        todo = wang.page.locator("[data-list=todos] a").filter(has_text=wang.text("todo_ship_order"))
        mine = todo.filter(has_text=self.order)
        wang.awaits(mine)
        wang.follow(mine.first)
        wang.press("erp_ship")
        wang.sees_state("state_invoiced")
        self.shows("state_shipped")

    def see_points(self) -> None:
        li = self.li
        li.go("nav_my_orders")
        li.click_link(li.text("title_points"))
        li.awaits(li.main.locator("[data-figure=points]").filter(has_text=f"{int(self.total)}"))
        li.sees(self.order)

    def review(self) -> None:
        li = self.li
        li.open(self.order_path)
        li.choose("stars", "★★★★☆")
        li.fill("review_text", f"A fine cup, quickly here ({self.mark})")
        li.press("send_review")
        expect(li.form_with("send_review")).to_have_count(0)
        li.follow(li.main.get_by_role("cell").get_by_role("link").first)
        li.sees(f"A fine cup, quickly here ({self.mark})")

    def leave_card(self) -> None:
        name, joe = f"Mei {self.mark}", self.joe
        joe.sign_in("joe", self.settings.password)
        stranger = Person(self.browser, self.settings, "mei", self.li.language, phone=True)
        stranger.open("/")
        stranger.go("nav_contact")
        stranger.fill("your_name", name)
        stranger.fill("company", "Mei Tea House")
        stranger.fill("phone", "13900000000")
        stranger.fill("message", "Forty cups with our name on them?")
        stranger.press("send")
        stranger.sees(stranger.text("contact_thanks"))
        stranger.leave()
        joe.go("nav_leads")
        joe.awaits(joe.main.get_by_role("link", name=name))
        joe.click_link(name)
        joe.sees("Forty cups with our name on them?")
        joe.press("lead_claim")
        expect(joe.form_with("lead_claim")).to_have_count(0)

    def sign_in_again(self) -> None:
        li = self.li
        banner = li.page.get_by_role("banner")
        li.sign_out()
        expect(banner.get_by_role("link", name=li.text("sign_in_shopper"), exact=True)).to_be_visible()
        li.open(self.order_path)
        li.fill("email_or_phone", f"li-{self.mark}@example.com")
        li.fill("password", f"correct horse {self.mark}")
        li.press("sign_in")
        li.sees(self.order)
