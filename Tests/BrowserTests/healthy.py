"""What must be true of every page, whoever looks at it."""

import re

from playwright.sync_api import Page

# A text that has no translation is shown as its key: `trip_file`, `timeline.oa.trip.filed`.
RAW_KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9.]+)+\b|\b(?:oa|crm|erp|portal)\.[a-z-]+\.[a-z-]+\b")

SEEN_AND_SPOKEN = """() => {
    const spoken = ["aria-label", "placeholder", "title", "alt"].flatMap(name =>
        [...document.querySelectorAll(`[${name}]`)].map(element => element.getAttribute(name)));
    return [document.title, document.body.innerText, ...spoken].join("\\n");
}"""

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return "";
    const wide = [...document.querySelectorAll("body *:not(.qiao-nav *):not(.table-responsive *)")]
        .filter(element => element.getBoundingClientRect().right > width + 1);
    return `${document.documentElement.scrollWidth} of ${width} px: ` +
        wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120)).join(" | ");
}"""

UNNAMED_FIELDS = """() => [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
    .filter(field => !field.labels?.length && !field.getAttribute("aria-label"))
    .map(field => field.outerHTML.slice(0, 120))"""


def problems(page: Page) -> list[str]:
    """Everything wrong with the page as it stands, in words."""
    found = []
    words = page.evaluate(SEEN_AND_SPOKEN)
    if "{{" in words:
        found.append("a template tag is left over")
    found += [f"the text {key} has no words" for key in sorted(set(RAW_KEY.findall(words)))]
    if wide := page.evaluate(TOO_WIDE):
        found.append(f"the page scrolls sideways, {wide}")
    found += [f"a field without a label: {field}" for field in page.evaluate(UNNAMED_FIELDS)]
    return found
