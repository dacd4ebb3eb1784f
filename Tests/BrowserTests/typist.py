"""A person without a mouse: Tab, Shift+Tab, arrows, Enter, Space and letters, and nothing else. Wherever the focus goes,
it must be seen; no key may lose it to the page or leave it where it was."""

from datetime import date

from playwright.sync_api import Locator, expect

from people import Person

# Where the focus is, seen from the thing that is looked for: reached, lost to the page, or on something before or behind.
# And what is wrong with where it is: nothing shows it, or it is out of sight when the page has come to rest.
FOCUS = """async (thing) => {
    const at = document.activeElement;
    const place = at === thing ? "there" : at === document.body ? "lost"
        : at.contains(thing) || at.compareDocumentPosition(thing) & Node.DOCUMENT_POSITION_FOLLOWING ? "before" : "behind";
    const isMarked = () => [at, at.parentElement, at.closest("label")].some((one) => {
        const style = one && getComputedStyle(one);
        return style && (style.boxShadow !== "none" || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1);
    });
    const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
    const isSeen = () => {
        const element = at.closest("label") ?? at;
        const box = element.getBoundingClientRect();
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        return right - left > 2 && bottom - top > 2 && spots.some(([across, down]) => {
            const on = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
            return on && (element.contains(on) || on.contains(element));
        });
    };
    const html = at.outerHTML.slice(0, 160);
    if (place === "lost" || at.matches("main, nav")) return { place, html, fault: "" };
    for (let frame = 0; frame < 60 && !(isMarked() && isSeen()); frame++) await new Promise(requestAnimationFrame);
    return { place, html, fault: !isMarked() ? "nothing shows the focus" : !isSeen() ? "the focus is hidden" : "" };
}"""
# Whether a page's link past something is ahead and leads towards the thing.
LEADS = """(thing, part) => {
    const link = document.querySelector(`.qiao-skip[href="#${part}"]`);
    if (!link || getComputedStyle(link).display === "none" || !thing.closest(`#${part}`)) return false;
    return Boolean(document.activeElement.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""
# A field for a date has four places to stop at, nothing has more.
TRAP = 5
# No page of the company has as many.
FAR = 150


class Typist(Person):
    """Whose way to anything is counted in key presses."""

    presses = 0

    def hit(self, key: str) -> None:
        self.presses += 1
        self.page.keyboard.press(key)

    # Moving about

    def reach(self, thing: Locator) -> None:
        """From wherever the focus is, over the links that lead past what all pages and all lists have."""
        expect(thing).to_be_visible()
        for part in ("content", "menu", "rows"):
            if thing.evaluate(LEADS, part):
                self.walk(self.page.locator(f".qiao-skip[href='#{part}']"))
                self.hit("Enter")
                expect(self.page.locator(f"#{part}")).to_be_focused()
        self.walk(thing)

    def walk(self, thing: Locator) -> None:
        """From stop to stop, in the shorter direction."""
        now, stays = thing.evaluate(FOCUS), 0
        for _ in range(FAR):
            assert not now["fault"], f"{now['fault']}: {now['html']}"
            if now["place"] == "there":
                return
            self.hit("Shift+Tab" if now["place"] == "behind" else "Tab")
            before, now = now, thing.evaluate(FOCUS)
            stays = stays + 1 if now["html"] == before["html"] else 0
            assert stays < TRAP, f"the focus stays at {now['html']}"
        raise AssertionError(f"{FAR} keys do not lead to {thing}; the focus is at {now['html']}")

    def open(self, path: str, status: int = 200) -> None:
        """The first page by its address; from then on there is a link to it."""
        path = path.removeprefix(self.settings.url)
        if self.page.url == "about:blank":
            super().open(path, status)
        elif path == self.path:
            self.reload()
        else:
            self.follow(self.page.locator(f"a[href='{path}']").filter(visible=True).first, status)

    def reload(self) -> None:
        # F5, which a browser without a window does not know.
        self.presses += 1
        super().reload()

    # Hands

    def follow(self, link: Locator, status: int = 200) -> None:
        # The skip link changes the address, too.
        self.reach(link)
        super().follow(link, status)

    def activate(self, thing: Locator) -> None:
        self.reach(thing)
        self.hit("Space" if thing.evaluate("thing => thing.type === 'checkbox'") else "Enter")

    def toggle(self, thing: Locator) -> None:
        """The page stays; whoever does not see a pointer must still be somewhere on it."""
        self.activate(thing)
        place = self.page.evaluate("document.activeElement.tagName")
        assert place != "BODY", f"{thing} lost the focus"

    def write(self, field: Locator, value: str) -> None:
        self.reach(field)
        kind = field.evaluate("field => field.type")
        if kind == "date":
            keys = date.fromisoformat(value).strftime("%m%d%Y")
        else:
            keys = value
            self.hit("Control+A")
        self.presses += len(keys)
        self.page.keyboard.type(keys)
        expect(field).to_have_value(value)

    def pick(self, field: Locator, option: Locator) -> None:
        self.reach(field)
        wanted = option.evaluate("option => option.index")
        chosen = field.evaluate("field => field.selectedIndex")
        for _ in range(abs(wanted - chosen)):
            self.hit("ArrowDown" if wanted > chosen else "ArrowUp")
        assert field.evaluate("field => field.selectedIndex") == wanted
