"""A person in front of a browser: they open pages, fill fields by their labels, press buttons, and see."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

import authenticator
import healthy
from settings import Settings
from words import service_of, texts

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOCALES = {"zh": "zh-CN", "en": "en-US"}

# How long what one service does takes to show in another, at most.
PATIENCE_SECONDS = 60


class Person:
    """Someone with a language and a screen. What their browser complains of is kept and fails the next look."""

    pictures = 0
    # Who acted last: after a failure, their page is the one to describe.
    latest: "Person | None" = None

    def __init__(
        self, browser: Browser, settings: Settings, name: str, language: str, phone: bool, state=None,
        script: bool = True,
    ) -> None:
        self.settings = settings
        self.name = name
        self.language = language
        self.context = browser.new_context(
            base_url=settings.url, locale=LOCALES[language], viewport=PHONE if phone else DESKTOP, storage_state=state,
            java_script_enabled=script)
        self.context.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._note_status)
        self.status = 0

    def _note_status(self, response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    # Words

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def text(self, key: str) -> str:
        """What the page at hand calls something."""
        return texts(self.language, service_of(self.path))[key]

    # Moving about

    def open(self, path: str, status: int = 200) -> None:
        self.page.goto(path)
        self.look(status)

    def sign_in(self, login: str, password: str, then: str = "/") -> None:
        """At the staff's door; whoever was on the way somewhere gets there."""
        self.open(f"/sign-in?then={then}")
        self.fill("login", login)
        self.fill("password", password)
        self.follow(self.main.get_by_role("button", name=self.text("sign_in"), exact=True).first)
        if self.path == "/oa/sign-in/code":
            self.type_code(login)

    def type_code(self, login: str) -> None:
        """The code of the authenticator app; one that was used before is waited for to pass."""
        secret = self.settings.administrator_totp if login == self.settings.administrator else self.settings.totp
        form = self.page.url
        for _ in range(4):
            self.fill("code", authenticator.code(secret))
            with self.page.expect_navigation():
                self.activate(self.main.get_by_role("button", name=self.text("code_submit"), exact=True))
            if self.status != 401:
                return self.look()
            self.complaints = []
            authenticator.wait_for_next()
            self.page.goto(form)
        raise AssertionError(f"no code of {login} was taken")

    def take(self, screen: dict) -> None:
        """Another screen, the same page."""
        self.page.set_viewport_size(screen)

    def look(self, status: int = 200) -> None:
        """Whatever page came must be a good one, also one that says no."""
        Person.latest = self
        self.page.wait_for_load_state("load")
        refusal = f"status of {self.status} "
        wrong = healthy.problems(self.page) + [said for said in self.complaints if status < 400 or refusal not in said]
        self.complaints = []
        self.picture(self.path)
        if self.status != status:
            wrong.insert(0, f"status {self.status}: {self.page.locator('main').inner_text()[:300]}")
        assert not wrong, f"{self.name} at {self.page.url}: " + "; ".join(wrong)

    # Hands: what somebody without a mouse does in another way

    def activate(self, thing: Locator) -> None:
        thing.click()

    def toggle(self, thing: Locator) -> None:
        """Opens or closes what is on the page."""
        thing.click()

    def write(self, field: Locator, value: str) -> None:
        field.fill(value)

    def pick(self, field: Locator, option: Locator) -> None:
        field.select_option(value=option.get_attribute("value"))

    # What hands do

    def follow(self, link: Locator, status: int = 200) -> None:
        """Clicks what leads to another page."""
        with self.page.expect_navigation():
            self.activate(link)
        self.look(status)

    def search(self, key: str, words: str) -> None:
        """Looks for something in the field at the head of every page."""
        field = self.page.get_by_role("banner").get_by_label(self.text(key))
        self.write(field, words)
        with self.page.expect_navigation():
            field.press("Enter")
        self.look()

    def go(self, key: str) -> None:
        """Follows the menu."""
        if self.page.locator(".qiao-menu-tool").is_visible():
            self.toggle(self.page.get_by_role("checkbox", name=self.text("menu")))
        menu = self.page.get_by_role("navigation", name=self.text("menu"))
        self.follow(menu.get_by_role("link", name=self.text(key), exact=True))

    def sign_out(self) -> None:
        banner = self.page.get_by_role("banner")
        self.toggle(banner.locator(".qiao-person summary"))
        self.follow(banner.get_by_role("button", name=self.text("sign_out")))

    def click_link(self, name: str) -> None:
        self.follow(self.main.get_by_role("link", name=name).first)

    # Forms

    def form_with(self, button: str) -> Locator:
        """The form that has the button of this text."""
        named = re.compile(f"^{re.escape(self.text(button))}$")
        return self.main.locator("form").filter(has=self.page.locator("button").filter(has_text=named))

    def field(self, key: str, within: Locator | None = None) -> Locator:
        return (within or self.main).get_by_label(self.text(key), exact=True)

    def fill(self, key: str, value: str, within: Locator | None = None) -> None:
        self.write(self.unfold(self.field(key, within)), value)

    def unfold(self, thing: Locator) -> Locator:
        """What a person does not do first on a document is folded away until they ask for it."""
        fold = thing.locator("xpath=ancestor::details[contains(@class, 'qiao-fold')]")
        if fold.count() and fold.first.get_attribute("open") is None:
            self.toggle(fold.first.locator("summary"))
        return thing

    def choose(self, key: str, label: str | re.Pattern, within: Locator | None = None) -> None:
        """Chooses the option whose label has the text."""
        field = self.unfold(self.field(key, within))
        self.pick(field, field.locator("option").filter(has_text=label).first)

    def look_up(self, key: str, words: str, within: Locator | None = None, about: str = "") -> None:
        """Types into a field that refers to something among many, and takes the first that fits."""
        label = self.text(key) + (f" · {about}" if about else "")
        named = (within or self.main).get_by_label(label, exact=True)
        field = self.unfold(named.and_(self.page.get_by_role("combobox")))
        self.write(field, words)
        first = self.page.locator(".qiao-picker-list [aria-selected=true]")
        expect(first).to_contain_text(words, ignore_case=True)
        field.press("Enter")
        expect(field).to_have_value(re.compile(" · "))

    def press(self, key: str, within: Locator | None = None, status: int = 200) -> None:
        """Presses a button; every one of them leads to a page."""
        button = (within or self.main).locator("button").filter(has_text=re.compile(f"^{re.escape(self.text(key))}$")).first
        self.follow(self.unfold(button), status)

    # Seeing

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def sees(self, *words: str) -> None:
        for word in words:
            expect(self.main.get_by_text(word).first).to_be_visible()

    def sees_state(self, key: str) -> None:
        """The document's state stands beside its heading."""
        expect(self.main.locator(".badge").filter(has_text=self.text(key)).first).to_be_visible()

    def fact(self, key: str) -> Locator:
        """What stands beside a name in a list of facts."""
        name = re.compile(f"^{re.escape(self.text(key))}$")
        return self.main.locator("dt").filter(has_text=name).locator("+ dd").first

    def related(self, key: str) -> Locator:
        """The related documents of a kind; a link where the person may open it."""
        kind = re.compile(f"^{re.escape(self.text(key))}$")
        rows = self.main.locator("[data-list=related] li")
        return rows.filter(has=self.page.locator(".qiao-note").filter(has_text=kind))

    def timeline_entry(self, key: str) -> Locator:
        """What happened, on a time line."""
        return self.main.get_by_role("listitem").filter(has_text=self.text(key))

    def reload(self) -> None:
        self.page.reload()
        self.look()

    def awaits(self, thing: Locator) -> None:
        """Looks again until it is there: what other services do arrives by events."""
        for _ in range(PATIENCE_SECONDS):
            # What happened earlier is folded away.
            for fold in self.main.locator(".qiao-earlier:not([open]) > summary").all():
                self.toggle(fold)
            try:
                expect(thing.first).to_be_visible(timeout=1000)
                return
            except AssertionError:
                self.reload()
        raise AssertionError(f"{self.name} waits in vain at {self.page.url} for {thing}")

    def awaits_state(self, key: str) -> None:
        self.awaits(self.main.locator("h1 ~ .badge, h1 .badge").filter(has_text=self.text(key)))

    # The record

    def picture(self, of: str) -> None:
        if self.settings.screenshots:
            Person.pictures += 1
            name = re.sub(r"[^A-Za-z0-9]+", "-", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", of)).strip("-") or "home"
            file = f"{Person.pictures:03}-{self.name}-{self.language}-{name}.png"
            self.page.screenshot(path=self.settings.screenshots / file, full_page=True)

    @staticmethod
    def describe(step: str) -> None:
        """After a failure: where the one who acted last is, and what they see."""
        if person := Person.latest:
            print(f"        {person.name} is at {person.page.url} (status {person.status})")
            for words in person.main.all_inner_texts():
                lines = [line for line in words.splitlines() if line.strip()]
                print("        | " + "\n        | ".join(lines[:30]))
            person.picture(f"failed {step}")

    def leave(self) -> None:
        self.context.close()
