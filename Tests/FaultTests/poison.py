#!/usr/bin/env python3
"""Publishes by hand, to a lane of every service, what must not stop the good events nor vanish:

garbage, an event of an unknown type, and an event of a known type with its fields missing.

It goes through the broker's management API (QIAO_RABBITMQ_API) past every outbox, as a stranger's mistake would.
Prints one JSON object: per service the ids of what was sent.
"""

import base64
import datetime
import json
import os
import urllib.parse
import urllib.request
import uuid

# Per service an event that it handles and its aggregate, of a publisher that it follows.
HANDLED = {
    "oa": ("crm.lead.captured", "crm.lead"),
    "crm": ("oa.trip.filed", "oa.trip"),
    "erp": ("crm.order.confirmed", "crm.order"),
    "portal": ("erp.product.changed", "erp.product"),
}


def publish(queue, payload, properties):
    """Hands a message to a queue through the default exchange."""
    api = urllib.parse.urlsplit(os.environ["QIAO_RABBITMQ_API"])
    body = {
        "properties": properties,
        "routing_key": queue,
        "payload": base64.b64encode(payload).decode(),
        "payload_encoding": "base64",
    }
    request = urllib.request.Request(
        f"http://{api.hostname}:{api.port}/api/exchanges/%2F/amq.default/publish",
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(f"{api.username}:{api.password}".encode()).decode(),
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        if not json.load(answer)["routed"]:
            raise SystemExit(f"{queue} is not there")


def envelope(event_type, aggregate_type):
    """Properties of a well-formed event, first of an aggregate that nobody has seen."""
    event_id = str(uuid.uuid4())
    publisher = event_type.split(".")[0]
    return {
        "message_id": event_id,
        "type": event_type,
        "content_type": "application/json",
        "delivery_mode": 2,
        "headers": {
            "cloudEvents_specversion": "1.0",
            "cloudEvents_id": event_id,
            "cloudEvents_source": f"/{publisher}",
            "cloudEvents_type": event_type,
            "cloudEvents_time": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "cloudEvents_subject": f"{aggregate_type}/{uuid.uuid4()}",
            "cloudEvents_dataschema": f"/events/{event_type}.v1.json",
            "cloudEvents_sequence": 1,
            "cloudEvents_partitionkey": "p00",
            "cloudEvents_correlationid": str(uuid.uuid4()),
        },
    }


def poison(service, event_type, aggregate_type):
    """Sends the three kinds to one service's first lane."""
    queue = f"{service}.events.0"
    publish(queue, b"\xff\x00 this is no event", {"delivery_mode": 2})
    unknown = envelope(f"{aggregate_type}.vanished", aggregate_type)
    publish(queue, b'{"what": "nobody knows"}', unknown)
    broken = envelope(event_type, aggregate_type)
    publish(queue, b"{}", broken)
    return {"garbage": 1, "unknown": unknown["message_id"], "broken": broken["message_id"]}


if __name__ == "__main__":
    print(json.dumps({service: poison(service, *handled) for service, handled in HANDLED.items()}, indent=2))
