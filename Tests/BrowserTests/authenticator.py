"""What a person has on their telephone: codes by RFC 6238."""

import base64
import hmac
import time

STEP_SECONDS = 30


def code(secret: str) -> str:
    step = int(time.time()) // STEP_SECONDS
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset:offset + 4], 'big') & 0x7FFFFFFF) % 10 ** 6:06}"


def wait_for_next() -> None:
    time.sleep(STEP_SECONDS - time.time() % STEP_SECONDS + 0.05)
