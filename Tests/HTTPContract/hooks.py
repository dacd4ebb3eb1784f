"""What schemathesis is told about this API: keys are used once, and ids that exist are worth trying."""

import json
import os
import random
import uuid

import schemathesis

with open(os.environ["CONTRACT_IDS"]) as file:
    # Ids that the caller can see, by collection (`leads`) or by the name of the field (`productID`).
    KNOWN = json.load(file)


@schemathesis.hook
def before_call(context, case, kwargs):
    spare_the_cast(case)
    if not case.meta or not case.meta.generation.mode.is_positive:
        return
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    dice = random.Random(case.id)
    for name in case.path_parameters or {}:
        choices = KNOWN.get(collection(case.operation.path, name)) or KNOWN.get(name)
        # Also ids that nothing has are part of the contract.
        if choices and dice.random() < 0.8:
            case.path_parameters[name] = dice.choice(choices)
    fill(case.body, dice)


@schemathesis.hook
def filter_case(context, case):
    """Null for a field that may be absent means absent: no violation, though the documents do not offer it."""
    return not holds_null(case.body)


def holds_null(value) -> bool:
    if isinstance(value, dict):
        return any(member is None or holds_null(member) for member in value.values())
    return isinstance(value, list) and any(member is None or holds_null(member) for member in value)


def spare_the_cast(case) -> None:
    """The people who call, and those of the story, keep their roles: only one made for this is changed."""
    if case.operation.path.startswith("/oa/api/staff/{id}") and case.operation.method.upper() != "GET":
        if (case.path_parameters or {}).get("id") in KNOWN["cast"]:
            case.path_parameters["id"] = KNOWN["extra"][0]


def collection(path: str, parameter: str) -> str:
    """`leads` for `{id}` in `/crm/api/leads/{id}/claim`."""
    steps = path.split("/")
    return steps[steps.index("{" + parameter + "}") - 1]


def fill(value, dice) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(name, str) and name in KNOWN and isinstance(member, str) and dice.random() < 0.8:
                value[name] = dice.choice(KNOWN[name])
            else:
                fill(member, dice)
    elif isinstance(value, list):
        for member in value:
            fill(member, dice)
