"""axe-core looks at a page; what it finds, in words."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SOURCE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def violations(page: Page) -> list[str]:
    page.evaluate(SOURCE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"axe {rule['id']}: {node['target'][0]} ({' '.join((node.get('failureSummary') or '').split()[4:24])})"
        for rule in found
        for node in rule["nodes"][:3]
    ]
