"""The words a page shows, looked up as the services do: a service's own texts over the shared ones."""

import json
from functools import cache

from settings import REPOSITORY

SERVICES = ("oa", "crm", "erp", "portal")
FILES = {"zh": "zh-CN.json", "en": "en.json"}


@cache
def texts(language: str, service: str) -> dict[str, str]:
    shared = REPOSITORY / "Shared/ServiceRuntime/Languages" / FILES[language]
    own = REPOSITORY / f"Services/{service}-service/App/Pages" / FILES[language]
    return json.loads(shared.read_text()) | json.loads(own.read_text())


def service_of(path: str) -> str:
    """The service that serves a path: `/oa/trips` is oa's, what has no prefix is the portal's."""
    first = path.strip("/").split("/")[0]
    return first if first in SERVICES else "portal"
