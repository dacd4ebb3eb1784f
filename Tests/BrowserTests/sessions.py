"""Sessions as a browser has them: they go on across services without anyone noticing, keep what was typed, and end
everywhere at once."""

import time

from playwright.sync_api import Browser, expect

from people import Person
from report import Report
from settings import Settings

# An address of every service that needs someone signed in.
READS = ["/oa/api/me", "/crm/api/leads", "/erp/api/sales-orders", "/api/todos"]


class Sessions:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report, self.settings = report, settings
        self.ben = Person(browser, settings, "ben", "en", phone=False)

    def play(self) -> None:
        for name, part in (
            ("K1 the access token ends: the next page comes all the same, at every service", self.go_on),
            ("K2 it ends while a form is written: nothing typed is lost", self.keep_the_form),
            ("K3 signing out reaches every service within a second", self.end_everywhere),
        ):
            with self.report.step(name, Person.describe):
                part()

    def leave(self) -> None:
        self.ben.leave()

    def cookies(self) -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in self.ben.context.cookies()}

    def let_the_token_end(self) -> None:
        """As after a quarter of an hour, when the browser drops its cookie."""
        self.ben.context.clear_cookies(name="qiao_session")
        self.ben.context.clear_cookies(name="qiao_renewed")

    def go_on(self) -> None:
        self.ben.sign_in("ben", self.settings.password)
        for path in ("/oa/trips", "/crm/leads", "/dashboard"):
            before = self.cookies()["qiao_refresh"]
            self.let_the_token_end()
            self.ben.open(path)
            assert self.ben.path == path, f"led to {self.ben.path}"
            assert self.cookies()["qiao_refresh"] != before, "the refresh token did not change"

    def keep_the_form(self) -> None:
        ben, name = self.ben, f"Late Lee {time.time_ns() % 10 ** 8}"
        ben.open("/crm/leads/new")
        ben.fill("lead_name", name)
        self.let_the_token_end()
        ben.press("lead_capture")
        assert ben.path != "/crm/leads/new", ben.path
        ben.sees(name)

    def end_everywhere(self) -> None:
        token = self.cookies()["qiao_session"]
        bearer = {"Authorization": f"Bearer {token}"}
        program = self.ben.context.browser.new_context(base_url=self.settings.url, extra_http_headers=bearer).request
        for path in READS:
            assert program.get(path).status == 200, path
        self.ben.sign_out()
        ended, waiting = time.monotonic(), set(READS)
        while waiting and time.monotonic() < ended + 10:
            waiting = {path for path in waiting if program.get(path).status != 401}
        took = time.monotonic() - ended
        assert not waiting and took < 1, f"after {took:.2f} s still admitted at {waiting or 'none'}"
