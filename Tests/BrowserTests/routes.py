"""The pages there are, as docs/access lists them, and an address for each: places such as {id} are filled with what links
of other pages lead to."""

import re
from dataclasses import dataclass

from settings import REPOSITORY
from words import SERVICES

# They show nothing by themselves: they lead elsewhere, or need a link from a letter.
LEADING_ON = ("/oa/openid/", "/oa/password-reset")


@dataclass(frozen=True)
class PageRoute:
    path: str
    access: str

    @property
    def who(self) -> str:
        """A guest where anyone may be, a shopper where one must be, else the administrator, who sees all."""
        if self.access == "anyone":
            return "guest"
        return "shopper" if self.access in ("a shopper", "a signed-in person") else "administrator"

    @property
    def is_whole(self) -> bool:
        return "{" not in self.path

    def fits(self, address: str) -> bool:
        pattern = re.sub(r"\\\{\w+\\\}", "[^/?#]+", re.escape(self.path))
        return re.fullmatch(pattern, address.split("?")[0].split("#")[0]) is not None


def page_routes() -> list[PageRoute]:
    """Every page of every service, those with the fewest places first."""
    routes = [
        PageRoute(*line.split(None, 2)[1:])
        for service in SERVICES
        for line in (REPOSITORY / f"docs/access/{service}.txt").read_text().splitlines()
        if line.startswith("GET ") and is_page(line.split()[1])
    ]
    return sorted(routes, key=lambda route: route.path.count("{"))


def is_page(path: str) -> bool:
    inside = path.split("/")[1:]
    if path.startswith(LEADING_ON) or "api" in inside[:2]:
        return False
    return "ops" not in inside[:2] or path.endswith("/audit")


def fill(routes: list[PageRoute], visit) -> dict[PageRoute, str]:
    """An address for each route. `visit(who, address)` gives the links of a page; new documents lead to further ones."""
    found: dict[PageRoute, str] = {}
    waiting = [route for route in routes if route.is_whole]
    found |= {route: route.path for route in waiting}
    while waiting:
        links: dict[str, list[str]] = {}
        for route in waiting:
            links.setdefault(route.who, []).extend(visit(route.who, found[route]))
        waiting = []
        for route in routes:
            # Whoever sees more pages finds more: a shopper's order is linked from a shopper's list.
            own = links.get(route.who, []) + [link for some in links.values() for link in some]
            fitting = [link for link in own if route.fits(link) and not any(r.path == link for r in routes)]
            if route not in found and fitting:
                found[route] = fitting[0]
                waiting.append(route)
    return found
