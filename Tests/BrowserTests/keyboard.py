"""The story and the shop once more, by keyboard alone: what all pages have, how many keys each person needs, and what
changes by itself while somebody is somewhere on the page."""

from playwright.sync_api import Browser, expect

from people import PHONE, Person
from report import Report
from settings import Settings
from shop import Shop
from story import Story
from typist import Typist


class TypedStory(Story):
    def ship(self) -> None:
        """Joe looks at the order meanwhile, and stays where he is on its page."""
        customer = self.joe.main.get_by_role("link", name=self.company).first
        self.joe.reach(customer)
        super().ship()
        expect(self.joe.main.locator(".qiao-live")).to_be_visible(timeout=15_000)
        expect(customer).to_be_focused()


class TypedShop(Shop):
    def order_it(self) -> None:
        """A closer look first: the picture's window holds the focus, and gives it back."""
        li = self.li
        picture, window = li.page.locator("[data-zoom]").first, li.page.get_by_role("dialog")
        li.toggle(picture)
        for _ in range(8):
            li.hit("Tab")
            # Past its last button the browser's own come.
            at = window.evaluate("window => window.contains(document.activeElement) || document.activeElement.tagName")
            assert at in (True, "BODY"), f"the focus left the window for {at}"
        li.hit("Escape")
        expect(picture).to_be_focused()
        super().order_it()

    def ship(self) -> None:
        product = self.li.main.get_by_role("cell").get_by_role("link").first
        self.li.reach(product)
        super().ship()
        expect(product).to_be_focused()

    def sign_in_again(self) -> None:
        li = self.li
        li.sign_out()
        li.follow(li.page.get_by_role("banner").get_by_role("link", name=li.text("sign_in_shopper"), exact=True))
        li.fill("email_or_phone", f"li-{self.mark}@example.com")
        li.fill("password", f"correct horse {self.mark}")
        li.press("sign_in")
        li.go("nav_my_orders")
        li.click_link(self.order)


class Keyboard:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.ben = Typist(browser, settings, "ben", "en", phone=False)
        self.story = TypedStory(browser, settings, report, kind=Typist)
        self.shop = TypedShop(browser, settings, report, language="en", phone=False, kind=Typist)

    def play(self) -> None:
        with self.report.step("K1 the small menus and the menu of a phone open, close and give back", Person.describe):
            self.open_menus()
        try:
            self.story.play()
            self.shop.play()
        finally:
            people = [*self.story.people.values(), self.shop.li]
            print("        keys: " + ", ".join(f"{person.name} {person.presses}" for person in people))

    def leave(self) -> None:
        self.ben.leave()
        self.story.leave()
        self.shop.leave()

    def open_menus(self) -> None:
        ben, page = self.ben, self.ben.page
        ben.sign_in("ben", self.settings.password)
        ben.hit("Tab")
        expect(page.locator(".qiao-skip").first).to_be_focused()
        expect(page.locator(".qiao-skip").first).to_be_in_viewport()
        menu = page.locator(".qiao-person")
        ben.toggle(menu.locator("summary"))
        expect(menu.locator(".qiao-pop-body")).to_be_visible()
        ben.hit("Escape")
        expect(menu.locator(".qiao-pop-body")).to_be_hidden()
        expect(menu.locator("summary")).to_be_focused()
        # Who goes on closes it, too.
        ben.hit("Enter")
        ben.reach(ben.main.get_by_role("link").first)
        expect(menu.locator(".qiao-pop-body")).to_be_hidden()
        ben.take(PHONE)
        self.open_sheet()

    def open_sheet(self) -> None:
        """What it covers cannot be reached."""
        ben, page = self.ben, self.ben.page
        switch = page.get_by_role("checkbox", name=ben.text("menu"))
        entries = page.get_by_role("navigation", name=ben.text("menu")).get_by_role("link")
        ben.toggle(switch)
        expect(entries.first).to_be_focused()
        ben.reach(entries.last)
        ben.hit("Tab")
        assert not ben.main.evaluate("main => main.contains(document.activeElement)"), "the focus is under the sheet"
        ben.hit("Escape")
        expect(switch).to_be_focused()
        expect(entries.first).to_be_hidden()
