"""What the gateway refuses by itself, as bytes that no client library would send: each answer is a problem document."""

import http.client
import json
import socket
import urllib.parse

from people import URL, Caller

FILE = b" /assets/bootstrap/css/bootstrap.min.css HTTP/1.1\r\n"
REST = b"Host: qiao\r\nConnection: close\r\n\r\n"
MANY = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 30_000) for number in range(4))
# What it is, the bytes, and the type and status of the answer.
REFUSED = [
    ("no HTTP", b"\0\1 nothing\r\n\r\n", "bad-request", 400),
    ("a method in small letters", b"get /oa/api/me HTTP/1.1\r\n" + REST, "bad-request", 400),
    ("a path with NUL", b"GET /oa/api/%00 HTTP/1.1\r\n" + REST, "bad-request", 400),
    ("a path above the root", b"GET /../../etc HTTP/1.1\r\n" + REST, "bad-request", 400),
    ("no host", b"GET /oa/api/me HTTP/1.1\r\nConnection: close\r\n\r\n", "bad-request", 400),
    ("two lengths", b"POST /oa/api/trips HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n" + REST,
     "bad-request", 400),
    ("a page that is not there", b"GET /assets/qiao/none.css HTTP/1.1\r\n" + REST, "not-found", 404),
    ("a folder", b"GET /assets/qiao/ HTTP/1.1\r\n" + REST, "not-found", 404),
    ("what is for the machine alone", b"GET /metrics HTTP/1.1\r\n" + REST, "not-found", 404),
    ("a method nobody has", b"BREW /oa/api/me HTTP/1.1\r\n" + REST, "method-not-allowed", 405),
    ("a file that is not to be changed", b"POST" + FILE + REST, "method-not-allowed", 405),
    ("another file", b"GET" + FILE + b'If-Match: "x"\r\n' + REST, "changed-meanwhile", 412),
    ("a large body", b"POST /oa/api/trips HTTP/1.1\r\nContent-Length: 9000000\r\n" + REST, "too-large", 413),
    ("a long address", b"GET /oa/api/me?a=" + b"x" * 40_000 + b" HTTP/1.1\r\n" + REST, "address-too-long", 414),
    ("beyond the end", b"GET" + FILE + b"Range: bytes=9999999-\r\n" + REST, "no-such-range", 416),
    ("a long header", b"GET /oa/api/me HTTP/1.1\r\nX-A: " + b"x" * 40_000 + b"\r\n" + REST, "headers-too-large", 431),
    ("many headers", b"GET /oa/api/me HTTP/1.1\r\n" + MANY + REST, "headers-too-large", 431),
    ("another transfer coding", b"POST /oa/api/trips HTTP/1.1\r\nTransfer-Encoding: brew\r\n" + REST,
     "not-implemented", 501),
    ("another HTTP", b"GET /oa/api/me HTTP/3.9\r\n" + REST, "version-not-supported", 505),
]


def answer(request: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Read as far as it says that it goes: who sends more than is read may see the connection reset after it."""
    address = urllib.parse.urlsplit(URL)
    with socket.create_connection((address.hostname, address.port or 80), timeout=20) as connection:
        connection.sendall(request)
        with http.client.HTTPResponse(connection) as response:
            response.begin()
            return response.status, response.headers, response.read()


def long_query(caller: Caller) -> list[str]:
    """What is wrong with an answer that repeats a query nearly as long as may be, to say where the list goes on."""
    query = b"limit=1&unknown=" + b"x" * 30_000
    signed_in = b"Authorization: Bearer " + caller.token.encode() + b"\r\n"
    status, headers, _ = answer(b"GET /crm/api/leads?" + query + b" HTTP/1.1\r\n" + signed_in + REST)
    good = status == 200 and "xxx&cursor=" in (headers["Link"] or "")
    return [] if good else [f"a long query: {status} {headers.items()}"]


def play(caller: Caller) -> list[str]:
    """What was answered otherwise; nothing when all was well."""
    faults = long_query(caller)
    for what, request, name, status in REFUSED:
        answered, headers, body = answer(request)
        try:
            problem = json.loads(body)
        except ValueError:
            problem = {}
        good = (
            answered == status and headers.get_content_type() == "application/problem+json"
            and (problem.get("type"), problem.get("status")) == (f"urn:qiao:problem:{name}", status))
        if not good:
            faults.append(f"{what}: {answered} {body[:200]}")
    print(f"the gateway: {len(REFUSED) + 1} odd requests, {len(faults)} faults")
    return faults
