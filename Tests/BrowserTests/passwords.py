"""Fields for passwords: what is typed can be looked at, and a new one is told how well it withstands guessing."""

from playwright.sync_api import Browser, expect

from people import DESKTOP, PHONE, Person
from report import Report
from settings import Settings

STRENGTHS = [
    ("eleven char", "strength_short"), ("Password2026", "strength_guessed"), ("kestrel 42 pond", "strength_good"),
    ("six geese a-laying under my roof", "strength_strong"),
]


class Passwords:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.browser, self.settings, self.report = browser, settings, report
        self.ben = Person(browser, settings, "ben", "en", phone=False)
        self.li = Person(browser, settings, "Li", "zh", phone=True)

    def play(self) -> None:
        for name, part in (
            ("W1 a new password of staff is told how strong it is", self.strength_for_staff),
            ("W2 a shopper's too, on a telephone, in Chinese", self.strength_for_shoppers),
            ("W3 what was typed can be looked at, and is sent as a password", self.showing),
            ("W4 all of it works without scripts", self.without_scripts),
        ):
            with self.report.step(name, Person.describe):
                part()

    def leave(self) -> None:
        self.ben.leave()
        self.li.leave()

    def tells(self, person: Person, key: str) -> None:
        field = person.field(key)
        said = person.main.locator("[aria-live=polite]")
        for password, strength in STRENGTHS:
            field.fill(password)
            expect(said).to_have_text(f"{person.text('password_strength')} {person.text(strength)}")
            person.picture(f"{person.path}-{strength}")
        assert field.get_attribute("aria-describedby").split()[-1] == said.get_attribute("id")

    def strength_for_staff(self) -> None:
        self.ben.sign_in("ben", self.settings.password, then="/oa/account")
        self.tells(self.ben, "password_new")
        self.ben.take(PHONE)
        self.ben.look()
        self.ben.take(DESKTOP)
        self.ben.field("password_new").fill("Ben and ben")
        self.ben.sees(self.ben.text("strength_short"))

    def strength_for_shoppers(self) -> None:
        self.li.open("/shopper/register?contact=li@example.com")
        self.tells(self.li, "password")

    def showing(self) -> None:
        ben = self.ben
        ben.open("/oa/account")
        field = ben.field("password_current").first
        field.fill("not the current one")
        button = ben.main.locator(f"button[aria-controls={field.get_attribute('id')}]")
        button.click()
        assert field.get_attribute("type") == "text" and button.inner_text() == ben.text("password_hide")
        ben.field("password_new").fill("six geese a-laying")
        ben.page.evaluate("""() => {
            const field = document.getElementById("currentPassword");
            field.form.addEventListener("submit", () => document.title = field.type);
            field.form.addEventListener("submit", (event) => event.preventDefault());
        }""")
        ben.main.get_by_role("button", name=ben.text("password_set"), exact=True).click()
        expect(ben.page).to_have_title("password")

    def without_scripts(self) -> None:
        context = self.browser.new_context(base_url=self.settings.url, java_script_enabled=False, locale="en-US")
        page = context.new_page()
        page.goto("/sign-in?then=/oa/account")
        page.fill("[name=login]", "ben")
        page.fill("[name=password]", self.settings.password)
        assert page.locator("button[aria-controls]").count() == 0
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("#newPassword")).to_have_attribute("minlength", "12")
        context.close()
