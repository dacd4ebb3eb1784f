"""Twenty clients send one call with one Idempotency-Key, and the service is killed while it works: one effect, one answer.

Every client goes on until it has its answer, as any client should: 409 with Retry-After, 502, 503 and a broken
connection mean that it does not have it yet."""

import concurrent.futures
import json
import os
import pathlib
import random
import signal
import subprocess
import time
import urllib.error
import urllib.request
import uuid

from people import URL, Caller, ask

CLIENTS = 20
HOME = pathlib.Path(os.environ.get("QIAO_HOME", ".local"))
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def once(caller: Caller, name: str, key: str):
    """One try: the answer with its status, or nothing when there was none."""
    headers = {
        "Content-Type": "application/json", "Idempotency-Key": key, "Authorization": f"Bearer {caller.token}",
    }
    data = json.dumps({"name": name, "source": "card"}).encode()
    request = urllib.request.Request(f"{URL}/crm/api/leads", data, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return None, b""


def until_answered(caller: Caller, name: str, key: str, statuses: list):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        status, body = once(caller, name, key)
        statuses.append(status)
        if status not in (None, 409, 502, 503, 504):
            return status, body
        time.sleep(0.02)
    return None, b""


def kill_crm() -> None:
    pid = int((HOME / "run" / "crm-service.pid").read_text())
    os.kill(pid, signal.SIGKILL)


def revive() -> None:
    subprocess.run([REPOSITORY / "deploy" / "up", "--detach", "--no-build"], check=True, stdout=subprocess.DEVNULL)


def leads_named(caller: Caller, name: str) -> int:
    page = ask("GET", "/crm/api/leads?limit=200", token=caller.token)
    return sum(lead["name"] == name for lead in page["items"])


def play(caller: Caller, rounds: int, dice: random.Random) -> list[str]:
    """What was wrong, round by round; nothing when all was well."""
    faults, refused = [], 0
    for number in range(rounds):
        name, key, statuses = f"Killed {uuid.uuid4()}", str(uuid.uuid4()), []
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            answers = [pool.submit(until_answered, caller, name, key, statuses) for _ in range(CLIENTS)]
            time.sleep(dice.uniform(0.002, 0.06))
            kill_crm()
            revive()
        distinct = {answer.result() for answer in answers}
        if len(distinct) != 1 or next(iter(distinct))[0] != 201:
            faults.append(f"round {number}: answers differ: {distinct}")
        if (count := leads_named(caller, name)) != 1:
            faults.append(f"round {number}: {count} leads instead of one")
        refused += sum(status != 201 for status in statuses)
    print(f"one key, {CLIENTS} clients, killed {rounds} times: {refused} tries without an answer, {len(faults)} faults")
    return faults
