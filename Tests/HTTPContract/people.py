"""Who calls: the cast of the story, a shopper, and nobody."""

import json
import os
import pathlib
import sys
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass

sys.path.append(str(pathlib.Path(__file__).parents[1] / "BrowserTests"))

import authenticator  # noqa: E402

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
        email = f"shopper-{uuid.uuid4()}@example.com"
        ask("POST", "/api/shopper-codes", {"email": email})
        code = pathlib.Path(os.environ["QIAO_MESSAGES"], f"{email}.txt").read_text().split()[-1]
        account = {"email": email, "name": "Contract", "password": password, "code": code}
        return Caller(name, ask("POST", "/api/shoppers", account)["token"])
    kind = "ADMINISTRATOR" if name == "administrator" else "DEMO"
    login = os.environ["QIAO_ADMINISTRATOR_LOGIN"] if name == "administrator" else name
    return Caller(name, staff(login, os.environ[f"QIAO_{kind}_PASSWORD"], os.environ[f"QIAO_{kind}_TOTP"])["token"])


def staff(login: str, password: str, secret: str):
    """Signs in, with a code if one is asked for; one that was used before is waited for to pass."""
    credentials = {"login": login, "password": password}
    for _ in range(5):
        try:
            return ask("POST", "/oa/api/sessions", credentials)
        except urllib.error.HTTPError as refusal:
            problem = json.load(refusal)["type"].rsplit(":", 1)[-1]
            if problem == "wrong-code":
                authenticator.wait_for_next()
            elif problem != "second-factor-needed":
                raise
            credentials["code"] = authenticator.code(secret)
    raise RuntimeError(f"no code of {login} was taken")
