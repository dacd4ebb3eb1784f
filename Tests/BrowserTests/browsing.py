"""From the shop's list to the order: Ben tends the shop, a shopper narrows the list, looks at a picture closely, and buys;
without a script, too, as far as looking goes."""

import random
import re

from playwright.sync_api import Browser, expect

from drawing import picture
from people import Person
from report import Report
from settings import Settings


class Browsing:
    def __init__(self, browser: Browser, settings: Settings, report: Report, language: str, phone: bool) -> None:
        self.browser, self.settings, self.report = browser, settings, report
        self.looks = f"{'phone' if phone else 'desktop'}, {language}"
        self.phone = phone
        self.ben = Person(browser, settings, "ben", language, phone)
        self.mei = Person(browser, settings, "mei", language, phone)
        self.plain = Person(browser, settings, "plain", language, phone, script=False)
        self.mark = f"{random.randrange(16 ** 6):06x}"

    def play(self) -> None:
        for name, part in (
            ("B1 Ben makes a category and puts the pen into it", self.tend),
            ("B2 gives it pictures, and what is none is refused", self.add_pictures),
            ("B3 a shopper narrows the list to it", self.narrow),
            ("B4 so does somebody without a script", self.narrow_without_script),
            ("B5 looks at a picture closely", self.look_closely),
            ("B6 puts it into the cart, signs in, and finds it there", self.fill_cart),
            ("B7 orders it in three steps", self.check_out),
        ):
            with self.report.step(f"{name} ({self.looks})", Person.describe):
                part()

    def leave(self) -> None:
        for person in (self.ben, self.mei, self.plain):
            person.leave()

    def tend(self) -> None:
        ben = self.ben
        ben.sign_in("ben", self.settings.password, then="/shop/categories")
        self.category = f"Desk {self.mark}"
        form = ben.main.locator("form[action='/api/categories']")
        ben.fill("category_english", self.category, form)
        ben.fill("field_name_zh", f"书桌 {self.mark}", form)
        ben.press("category_add", form)
        ben.go("nav_assortment")
        ben.open("/shop/products?q=QB-PEN")
        ben.follow(ben.main.locator("table tbody a").first)
        self.editor = ben.path
        own = self.category if ben.language == "en" else f"书桌 {self.mark}"
        ben.choose("stands_in", own)
        ben.press("save", ben.main.locator("form[action$='/category/_put']"))

    def add_pictures(self) -> None:
        ben = self.ben
        before = ben.main.locator("[data-list=pictures] li").count()
        form = ben.main.locator("form[enctype='multipart/form-data']")
        # Two, so that there is something to turn to; the story has brought one.
        for number, hue in list(enumerate((30, 200)))[before:]:
            self.choose_file(f"pen-{number}.png", picture(1400, 1000, hue))
            ben.press("picture_add", form)
        before = max(before, 2)
        expect(ben.main.locator("[data-list=pictures] li")).to_have_count(before)
        self.choose_file("pen.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>")
        ben.press("picture_add", form, status=422)
        ben.sees("PNG")
        ben.open(self.editor)
        expect(ben.main.locator("[data-list=pictures] li")).to_have_count(before)

    def choose_file(self, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "image/png", "buffer": content}
        self.ben.field("field_picture").set_input_files(file)

    def narrow(self) -> None:
        self.find_pen(self.mei)
        image = self.mei.main.locator(".qiao-picture-strip img").first
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 300

    def narrow_without_script(self) -> None:
        self.find_pen(self.plain)

    def find_pen(self, shopper: Person) -> None:
        shopper.open("/shop")
        more = shopper.main.locator(".qiao-shop-more")

        def choose(words: str | re.Pattern) -> None:
            # On a phone, what narrows the list is behind a button.
            if self.phone:
                more.click()
            shopper.follow(shopper.main.locator(".qiao-shop-choices").get_by_role("link", name=words))

        choose(re.compile(self.mark))
        choose(re.compile(re.escape(shopper.text("shop_stock_only"))))
        shopper.follow(shopper.main.get_by_role("link", name=shopper.text("shop_order_-price")))
        expect(shopper.main.get_by_role("article")).to_have_count(1)
        expect(shopper.main.get_by_role("article").locator("img")).to_be_visible()
        shopper.follow(shopper.main.get_by_role("article").get_by_role("link"))
        expect(shopper.main.get_by_role("navigation", name=shopper.text("path_here"))).to_contain_text(self.mark)

    def look_closely(self) -> None:
        mei, page = self.mei, self.mei.page
        page.locator("[data-zoom]").first.click()
        dialog = page.get_by_role("dialog")
        stage = dialog.locator(".qiao-zoom-stage")
        expect(dialog).to_be_visible()
        expect(stage).to_have_attribute("data-scale", "1.00")
        mei.picture("zoom")
        page.keyboard.press("+")
        expect(stage).to_have_attribute("data-scale", "1.50")
        page.keyboard.press("0")
        dialog.get_by_role("button", name=mei.text("zoom_larger")).click()
        expect(stage).to_have_attribute("data-scale", "1.50")
        stage.hover()
        page.mouse.wheel(0, 2000)
        expect(stage).to_have_attribute("data-scale", "1.00")
        self.pinch(stage)
        expect(stage).not_to_have_attribute("data-scale", "1.00")
        first = dialog.locator("img").get_attribute("src")
        page.keyboard.press("0")
        page.keyboard.press("ArrowRight")
        expect(dialog.locator("img")).not_to_have_attribute("src", first)
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()
        expect(page.locator("[data-zoom]").nth(1)).to_be_focused()

    def pinch(self, stage) -> None:
        """Two fingers that part."""
        box = stage.bounding_box()
        middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        touch = self.mei.context.new_cdp_session(self.mei.page)

        def fingers(kind: str, apart: int) -> None:
            points = [{"x": middle_x - apart, "y": middle_y}, {"x": middle_x + apart, "y": middle_y}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if apart else []})

        fingers("touchStart", 40)
        for apart in (60, 80, 100):
            fingers("touchMove", apart)
        fingers("touchEnd", 0)
        touch.detach()

    def fill_cart(self) -> None:
        mei = self.mei
        mei.fill("quantity", "2")
        mei.press("put_into_cart")
        expect(mei.main.locator("table tbody tr")).to_have_count(1)
        # Buying needs an account: what was chosen is still there once one has it.
        mei.click_link(mei.text("to_checkout"))
        mei.click_link(mei.text("to_register"))
        mei.fill("email_or_phone", f"mei-{self.mark}@example.com")
        mei.press("code_send")
        letter = self.settings.messages / f"mei-{self.mark}@example.com.txt"
        mei.fill("code", letter.read_text().split()[-1])
        mei.fill("your_name", f"Mei {self.mark}")
        mei.fill("password", f"correct horse {self.mark}")
        mei.press("register")
        mei.sees("× 2")

    def check_out(self) -> None:
        """Cart, address, payment: registering led to the second."""
        mei = self.mei
        assert mei.path == "/checkout", mei.path
        mei.fill("ship_to", "1 Bridge Road, Shanghai 上海市桥路1号")
        mei.press("place_order")
        badge = mei.main.get_by_role("status").filter(has_text=mei.text("state_awaiting_payment"))
        expect(badge).to_be_visible(timeout=60_000)
        expect(mei.form_with("pay_online")).to_be_visible()
        mei.open("/cart")
        expect(mei.main.locator("table")).to_have_count(0)
