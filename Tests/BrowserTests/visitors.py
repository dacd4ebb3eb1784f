"""Those who look at every page: a guest, a shopper with an order, and the administrator with an offer under way."""

import uuid

from playwright.sync_api import Browser, Page

from drawing import picture
from people import DESKTOP, LOCALES, Person
from settings import Settings


class Visitors:
    def __init__(self, browser: Browser, settings: Settings) -> None:
        self.browser, self.settings = browser, settings
        self.states = {"guest": self.guest(), "shopper": self.shopper(), "administrator": self.administrator()}
        self.pages: dict[tuple, Page] = {}

    def guest(self):
        """Has looked around, and something is in the cart."""
        person = Person(self.browser, self.settings, "guest", "en", phone=False)
        person.open("/shop")
        person.follow(person.main.get_by_role("article").first.get_by_role("link"))
        person.press("put_into_cart")
        return self.kept(person)

    def administrator(self):
        person = Person(self.browser, self.settings, "administrator", "en", phone=False)
        person.sign_in(self.settings.administrator, self.settings.administrator_password)
        person.open("/crm/leads/new")
        person.fill("lead_name", "Ada")
        person.fill("lead_company", "Ada Analytics")
        person.press("lead_capture")
        person.choose("field_state", person.text("state_contacted"))
        person.press("lead_set_state")
        person.press("lead_convert")
        person.click_link(person.text("quote_new"))
        line = person.page.get_by_role("group", name=f"{person.text('quote_line')} 1")
        person.look_up("field_product", "QB-100", line)
        person.fill("field_quantity", "2", line)
        person.fill("unit_price", "1000.00", line)
        person.press("quote_save_version")
        self.add_picture(person)
        return self.kept(person)

    def add_picture(self, person: Person) -> None:
        """Of the product that everybody sees first."""
        person.open("/shop/products")
        person.follow(person.main.locator("table tbody a").first)
        file = {"name": "a.png", "mimeType": "image/png", "buffer": picture(1400, 1000, 30)}
        person.field("field_picture").set_input_files(file)
        person.press("picture_add", person.main.locator("form[enctype='multipart/form-data']"))

    def shopper(self):
        """Registers, orders something, and has something else in the cart."""
        person = Person(self.browser, self.settings, "mei", "en", phone=False)
        mark = uuid.uuid4().hex[:8]
        person.open("/shopper/register")
        person.fill("email_or_phone", f"mei-{mark}@example.com")
        person.press("code_send")
        letter = self.settings.messages / f"mei-{mark}@example.com.txt"
        person.fill("code", letter.read_text().split()[-1])
        person.fill("your_name", "Mei")
        person.fill("password", f"correct horse {mark}")
        person.press("register")
        for order in (True, False):
            person.open("/shop")
            person.follow(person.main.get_by_role("article").first.get_by_role("link"))
            person.press("put_into_cart")
            if order:
                person.open("/checkout")
                person.fill("ship_to", "1 Bridge Road, Shanghai")
                person.press("place_order")
        return self.kept(person)

    def kept(self, person: Person):
        state = person.context.storage_state()
        person.leave()
        return state

    def links(self, who: str, address: str) -> list[str]:
        page, _ = self.open(who, address, DESKTOP, "en", "light")
        # Not the one to the other language, which would be remembered.
        links = "a[href^='/']:not([hreflang])"
        return page.eval_on_selector_all(links, "links => links.map(link => link.getAttribute('href'))")

    def open(self, who: str, address: str, screen: dict, language: str, theme: str) -> tuple[Page, int]:
        """The page as this person sees it, and its status."""
        key = (who, screen["width"], language, theme)
        if key not in self.pages:
            context = self.browser.new_context(
                base_url=self.settings.url, locale=LOCALES[language], viewport=screen, color_scheme=theme,
                storage_state=self.states[who])
            self.pages[key] = context.new_page()
        page = self.pages[key]
        answer = page.goto(address)
        page.wait_for_load_state("load")
        if "/prove?then=" in page.url:
            page.locator("main [name=password]").fill(self.settings.administrator_password)
            page.locator("main button[type=submit]").last.click()
            page.wait_for_url(f"**{address}")
        # A session goes on with new tokens, which the next browser needs too.
        if self.states[who] is not None:
            self.states[who] = page.context.storage_state()
        return page, answer.status if answer else 0

    def change(self) -> None:
        for page in self.pages.values():
            page.context.close()
        self.pages = {}
