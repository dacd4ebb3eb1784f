"""What the rules of the business want beyond what the documents can say, so that also successes are looked at."""

import base64

# A PNG of 8 by 8 pixels.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC")


def value(name: str, like, dice):
    """A sensible value for a field of that name, of the same kind as `like`; `like` itself where none is known."""
    number = dice.randrange(1, 10 ** 6)
    known = {
        "amount": f"{number % 900 + 1}.00", "quantity": f"{number % 9 + 1}", "taxRate": "0.13", "scrapPercent": "2.5",
        "discountPercent": "5", "minutesPerDay": 480, "leadTimeDays": 3, "rating": 5, "code": f"C-{number}",
        "number": f"N-{number}", "kind": "finished", "method": "transfer", "period": f"20{number % 20:02}-01",
        "login": f"c{number}", "name": f"Contract {number}", "password": f"correct horse {number} battery",
        "email": f"c{number}@example.com", "reason": "as agreed", "reference": f"R-{number}", "text": "as agreed",
        "comment": "as agreed", "outcome": "as agreed", "paidOn": "2026-01-05", "fromDay": "2026-01-05",
        "toDay": "2026-01-07", "from": "2026-01-05", "to": "2026-01-07",
    }.get(name, like)
    return known if type(known) is type(like) else like
