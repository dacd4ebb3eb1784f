"""The ids that a caller can see, for calls that would otherwise only hear that there is no such thing."""

import re

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
MOST = 40


def visible(caller, document) -> dict[str, list[str]]:
    known: dict[str, set[str]] = {}
    for path, operations in document["paths"].items():
        if "get" in operations and "{" not in path and "/ops/" not in path:
            gather(caller.get(path), path.rsplit("/", 1)[-1], known)
    for name in list(known):
        # A field says whose id it holds: `productID` is one of `products`.
        if name.endswith("s"):
            known.setdefault(name[:-1] + "ID", set()).update(known[name])
    return {name: sorted(ids, reverse=True)[:MOST] for name, ids in known.items()}


def gather(value, place: str, known: dict[str, set[str]]) -> None:
    if isinstance(value, list):
        for member in value:
            gather(member, place, known)
    elif isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, str) and UUID.match(member):
                known.setdefault(place if name == "id" else name, set()).add(member)
            else:
                gather(member, place if name == "items" else name, known)
