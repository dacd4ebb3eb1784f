"""A shopper's own account: registered with a mobile phone, signed in with it, seen and changed, its password forgotten; at the
end it is removed."""

import json
import random
import re

from playwright.sync_api import Browser, expect

from people import DESKTOP, PHONE, Person
from report import Report
from settings import Settings


class Account:
    def __init__(self, browser: Browser, settings: Settings, report: Report, language: str) -> None:
        self.settings, self.report = settings, report
        self.mei = Person(browser, settings, "mei", language, phone=True)
        self.desk = Person(browser, settings, "mei-desk", language, phone=False)
        self.number = f"13{random.randrange(10 ** 9):09}"
        self.password = f"kestrel pond {self.number[-4:]} xq"
        self.language = language

    def play(self) -> None:
        for name, part in (
            ("A1 a shopper registers with a mobile phone", self.register),
            ("A2 signs in with it at a desk", self.sign_in),
            ("A3 changes name and password, which signs the phone out", self.change),
            ("A4 forgets the password and chooses another by a code", self.forget),
            ("A5 sees where they are signed in, and ends that", self.end_sessions),
            ("A6 takes their data along", self.export),
            ("A7 removes the account, and nobody signs in with it", self.remove),
        ):
            with self.report.step(f"{name} ({self.language})", Person.describe):
                part()

    def leave(self) -> None:
        self.mei.leave()
        self.desk.leave()

    def code(self) -> str:
        message = (self.settings.messages / f"+86{self.number}.txt").read_text()
        assert message.startswith("Text message to: +86"), message
        return re.findall(r"\b\d{6}\b", message)[-1]

    def on_both_screens(self, person: Person) -> None:
        for screen in (PHONE, DESKTOP):
            person.take(screen)
            person.look()

    def register(self) -> None:
        mei = self.mei
        mei.open("/shopper/register?then=/account")
        mei.fill("email_or_phone", f"{self.number[:3]} {self.number[3:7]} {self.number[7:]}")
        mei.press("code_send")
        mei.fill("code", self.code())
        mei.fill("your_name", "Mei")
        mei.fill("password", self.password)
        mei.press("register")
        mei.sees(f"+86{self.number}")
        self.on_both_screens(mei)

    def enter(self, person: Person) -> None:
        person.open("/shopper/sign-in?then=/account")
        person.fill("email_or_phone", self.number)
        person.fill("password", self.password)
        person.press("sign_in")
        person.sees(f"+86{self.number}")

    def sign_in(self) -> None:
        self.enter(self.desk)
        expect(self.desk.main.locator("[data-list=sessions] li")).to_have_count(2)

    def change(self) -> None:
        desk = self.desk
        desk.fill("your_name", "Mei Lin")
        desk.press("save")
        expect(desk.field("your_name")).to_have_value("Mei Lin")
        desk.fill("password_current", self.password)
        self.password = f"heron river {self.number[-4:]} zk"
        desk.fill("password_new", self.password)
        desk.press("password_set")
        expect(desk.main.locator("[data-list=sessions] li")).to_have_count(1)
        self.mei.open("/account")
        assert self.mei.path == "/shopper/sign-in", self.mei.path

    def forget(self) -> None:
        mei = self.mei
        mei.click_link(mei.text("to_new_password"))
        self.on_both_screens(mei)
        mei.fill("email_or_phone", self.number)
        mei.press("code_send")
        self.on_both_screens(mei)
        mei.fill("code", self.code())
        self.password = f"osprey lake {self.number[-4:]} wv"
        mei.fill("password_new", self.password)
        mei.press("password_set")
        self.enter(mei)
        self.enter(self.desk)

    def end_sessions(self) -> None:
        mei, sessions = self.mei, self.mei.main.locator("[data-list=sessions] li")
        mei.open("/account")
        expect(sessions).to_have_count(2)
        mei.press("account_end_others")
        expect(sessions).to_have_count(1)
        mei.press("account_end_all")
        assert mei.path == "/", mei.path

    def export(self) -> None:
        mei = self.mei
        self.enter(mei)
        with mei.page.expect_download() as started:
            mei.main.get_by_role("link", name=mei.text("account_export")).click()
        assert json.loads(started.value.path().read_text())["profile"]["phone"] == f"+86{self.number}"

    def remove(self) -> None:
        mei = self.mei
        mei.click_link(mei.text("title_removal"))
        self.on_both_screens(mei)
        mei.fill("password_current", self.password)
        mei.press("removal_do")
        mei.sees(mei.text("removed_done"))
        self.on_both_screens(mei)
        mei.open("/shopper/sign-in")
        mei.fill("email_or_phone", self.number)
        mei.fill("password", self.password)
        mei.press("sign_in", status=401)
