"""axe finds nothing on any page, in light and in dark."""

from playwright.sync_api import Browser

from axe import violations
from gallery import BRIEF, Gallery
from report import Report
from settings import Settings
from visitors import Visitors


class Accessible:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.browser, self.settings, self.report = browser, settings, report

    def play(self) -> None:
        with self.report.step("A0 axe sees a picture without words and letters that are too faint", lambda step: None):
            page = self.browser.new_page()
            page.set_content("<main><img src='/a.png'><p style='color: #ccc; background: #fff'>faint</p></main>")
            found = " ".join(violations(page))
            assert "image-alt" in found and "color-contrast" in found, found
            page.close()
        gallery = Gallery(Visitors(self.browser, self.settings))
        for look in BRIEF:
            name = f"A1 axe finds nothing on {len(gallery.addresses)} pages ({', '.join(look)})"
            with self.report.step(name, lambda step: None):
                wrong = gallery.look(*look)
                assert not wrong, "\n".join(wrong)

    def leave(self) -> None:
        """The visitors left after their looks."""
