"""What schemathesis is told about this API: keys are used once, and ids that exist are worth trying."""

import json
import os
import random
import uuid

import requests.adapters
import schemathesis

import sensible
from people import ask, passer_by

with open(os.environ["CONTRACT_IDS"]) as file:
    told = json.load(file)
# Ids that the caller can see, by collection (`leads`) or by the name of the field (`productID`).
KNOWN = told["ids"]
CAST, EXTRA = told["cast"], told["extra"]


class FromOwnAddress(requests.adapters.HTTPAdapter):
    """An address from which signing in fails too often has to wait: each run has one of its own on this machine."""

    own = ".".join(["127", *(str(random.SystemRandom().randrange(1, 255)) for _ in range(3))])

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, source_address=(self.own, 0), **kwargs)


requests.sessions.HTTPAdapter = FromOwnAddress


class Session:
    """What the calls are signed in with: the trial's own session, or after its end that of somebody new."""

    first = token = os.environ["CONTRACT_TOKEN"]


@schemathesis.hook
def after_call(context, case, response):
    if os.environ["CONTRACT_RENEWS"] and ("problem:session-" in response.text or response.status_code == 429):
        Session.token = passer_by(os.environ["CONTRACT_SERVICE"], os.environ["CONTRACT_ADMINISTRATOR"])["token"]


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta and case.meta.generation.mode.is_positive:
        # The same example meets the same dice, whenever it is sent.
        bring_to_life(case, random.Random(f"{case.operation.label} {case.path_parameters} {case.query} {case.body}"))
    spare_the_cast(case)
    if case.headers and case.headers.get("Authorization") == f"Bearer {Session.first}":
        case.headers["Authorization"] = f"Bearer {Session.token}"


def bring_to_life(case, dice) -> None:
    """What the example only makes up is taken from what there is."""
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    # A story goes on with what it made itself.
    goes_on = case.meta.phase.name == "stateful"
    for name in {} if goes_on else case.path_parameters or {}:
        choices = KNOWN.get(collection(case.operation.path, name)) or KNOWN.get(name)
        # Also ids that nothing has are part of the contract.
        if choices and dice.random() < 0.8:
            case.path_parameters[name] = dice.choice(choices)
    fill(case.body, dice)
    if case.headers and "If-Match" in case.headers and dice.random() < 0.8:
        case.headers["If-Match"] = revision(case) or case.headers["If-Match"]


def revision(case) -> str | None:
    """Which revision there is of the document that a call edits."""
    document = case.operation.path.split("}")[0] + "}"
    try:
        return ask("GET", document.format(**case.path_parameters), token=Session.token).get("etag")
    except (OSError, ValueError):
        return None


@schemathesis.hook
def filter_case(context, case):
    """Null for a field that may be absent means absent: no violation, though the documents do not offer it."""
    return not holds_null(case.body)


def holds_null(value) -> bool:
    if isinstance(value, dict):
        return any(member is None or holds_null(member) for member in value.values())
    return isinstance(value, list) and any(member is None or holds_null(member) for member in value)


def spare_the_cast(case) -> None:
    """The people of the story keep their roles and telephones, and may go on signing in: one made for this is taken."""
    if isinstance(case.body, dict) and case.body.get("login") in CAST.values():
        case.body["login"] = EXTRA["login"]
    if case.operation.path.startswith("/oa/api/staff/{id}") and case.operation.method.upper() != "GET":
        if (case.path_parameters or {}).get("id") in CAST:
            case.path_parameters["id"] = EXTRA["id"]


def collection(path: str, parameter: str) -> str:
    """`leads` for `{id}` in `/crm/api/leads/{id}/claim`."""
    steps = path.split("/")
    return steps[steps.index("{" + parameter + "}") - 1]


def fill(value, dice) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, bytes) and name == "picture" and dice.random() < 0.8:
                value[name] = sensible.PICTURE
            elif isinstance(member, str | int) and isinstance(name, str) and dice.random() < 0.8:
                choices = KNOWN.get(name) if isinstance(member, str) else None
                value[name] = dice.choice(choices) if choices else sensible.value(name, member, dice)
            else:
                fill(member, dice)
    elif isinstance(value, list):
        for member in value:
            fill(member, dice)
