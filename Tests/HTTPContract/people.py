"""Who calls: the cast of the story, a shopper, and nobody."""

import json
import os
import urllib.request
import uuid
from dataclasses import dataclass

URL = os.environ["QIAO_URL"].rstrip("/")
STAFF = ["administrator", "joe", "ben", "anna", "fanny", "paul", "eve", "wang"]


@dataclass(frozen=True)
class Caller:
    name: str
    # What goes into the header Authorization after `Bearer`; empty for nobody.
    token: str = ""

    def get(self, path: str):
        """The answer to a GET; None when it is refused."""
        try:
            return ask("GET", path, token=self.token)
        except OSError:
            return None


def ask(method: str, path: str, body=None, token: str = ""):
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(URL + path, data, headers, method=method), timeout=20) as answer:
        return json.loads(answer.read() or b"{}")


def cast_and_extra(administrator: Caller) -> dict[str, list[str]]:
    """The ids of everyone on the staff, and one more who may be changed at will."""
    people = ask("GET", "/oa/api/staff?limit=200", token=administrator.token)["items"]
    extra = {"login": f"extra-{uuid.uuid4().hex[:8]}", "name": "Extra", "password": str(uuid.uuid4())}
    made = ask("POST", "/oa/api/staff", extra, administrator.token)
    return {"cast": [person["id"] for person in people], "extra": [made["id"]]}


def sign_in(name: str) -> Caller:
    if name == "nobody":
        return Caller(name)
    if name == "shopper":
        password = str(uuid.uuid4())
        account = {"email": f"shopper-{uuid.uuid4()}@example.com", "name": "Contract", "password": password}
        return Caller(name, ask("POST", "/api/shoppers", account)["token"])
    login, password = name, os.environ["QIAO_DEMO_PASSWORD"]
    if name == "administrator":
        login, password = os.environ["QIAO_ADMINISTRATOR_LOGIN"], os.environ["QIAO_ADMINISTRATOR_PASSWORD"]
    return Caller(name, ask("POST", "/oa/api/sessions", {"login": login, "password": password})["token"])
