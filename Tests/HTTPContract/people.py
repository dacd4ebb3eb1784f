"""Who calls: the cast of the story, a shopper, somebody who only comes and goes, and nobody."""

import json
import os
import pathlib
import sys
import threading
import urllib.error
import urllib.request
import uuid

sys.path.append(str(pathlib.Path(__file__).parents[1] / "BrowserTests"))

import authenticator  # noqa: E402

URL = os.environ["QIAO_URL"].rstrip("/")
STAFF = ["administrator", "joe", "ben", "anna", "fanny", "paul", "eve", "wang"]


class Caller:
    """A person with a session, or nobody."""

    def __init__(self, name: str, session: dict | None = None, renewal: str = "") -> None:
        self.name, self.session, self.renewal = name, session or {}, renewal
        self.lock = threading.Lock()

    @property
    def token(self) -> str:
        """What goes into the header Authorization after `Bearer`; empty for nobody."""
        return self.session.get("token", "")

    def renew(self) -> str:
        """A token with its whole life before it: one lasts a quarter of an hour, a run nearly as long."""
        with self.lock:
            if self.renewal:
                self.session = ask("POST", self.renewal, {"refreshToken": self.session["refreshToken"]})
            return self.token

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
    with urllib.request.urlopen(urllib.request.Request(URL + path, data, headers, method=method), timeout=60) as answer:
        return json.loads(answer.read() or b"{}")


def cast_and_extra(administrator: Caller) -> dict[str, dict[str, str]]:
    """Everyone on the staff, by id with their sign-in name, and one more who may be changed at will."""
    people = ask("GET", "/oa/api/staff?limit=200", token=administrator.token)["items"]
    return {"cast": {person["id"]: person["login"] for person in people}, "extra": new_member(administrator.token)}


def new_member(administrator: str) -> dict[str, str]:
    person = {"login": f"extra-{uuid.uuid4().hex[:8]}", "name": "Extra", "password": str(uuid.uuid4())}
    return person | {"id": ask("POST", "/oa/api/staff", person, administrator)["id"]}


def passer_by(service: str, administrator: str):
    """A session of somebody whom nobody else needs: what it is called with may end it."""
    if service == "portal":
        return new_shopper()
    person = new_member(administrator)
    return ask("POST", "/oa/api/sessions", {"login": person["login"], "password": person["password"]})


def sign_in(name: str) -> Caller:
    if name == "nobody":
        return Caller(name)
    if name == "shopper":
        return Caller(name, new_shopper(), "/api/shopper-sessions/refresh")
    kind = "ADMINISTRATOR" if name == "administrator" else "DEMO"
    login = os.environ["QIAO_ADMINISTRATOR_LOGIN"] if name == "administrator" else name
    session = staff(login, os.environ[f"QIAO_{kind}_PASSWORD"], os.environ[f"QIAO_{kind}_TOTP"])
    return Caller(name, session, "/oa/api/sessions/refresh")


def new_shopper():
    email, password = f"shopper-{uuid.uuid4()}@example.com", str(uuid.uuid4())
    ask("POST", "/api/shopper-codes", {"email": email})
    code = pathlib.Path(os.environ["QIAO_MESSAGES"], f"{email}.txt").read_text().split()[-1]
    return ask("POST", "/api/shoppers", {"email": email, "name": "Contract", "password": password, "code": code})


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
