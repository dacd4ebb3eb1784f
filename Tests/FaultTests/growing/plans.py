"""Which statements read what grows: the server tells how it carried out every one of them."""

import json
import re
import time

from faults.ground import until

# Rows that a statement may look at: a batch of a window with room to spare.
MOST_ROWS = 12_000
EXPLAINING = "&options=" + "%20".join(f"-c%20{setting}" for setting in (
    "session_preload_libraries%3Dauto_explain", "auto_explain.log_min_duration%3D0", "auto_explain.log_analyze%3Don",
    "auto_explain.log_buffers%3Don", "auto_explain.log_format%3Djson", "auto_explain.log_nested_statements%3Don"))


def look(_, store, options):
    """Both sides work with every plan logged."""
    log = store.ground.home / "log/postgres.log"
    start = log.stat().st_size
    store.made = store.done() + store.commit(options.events // 3)
    database = store.ground.database + (EXPLAINING if "?" in store.ground.database else "?" + EXPLAINING[1:])
    store.publish(database=database)
    store.consume(database=database)
    until("all is applied", lambda: store.done() >= store.made, 600)
    # The rounds that come every few seconds.
    time.sleep(25)
    store.rest()
    with log.open(encoding="utf-8") as file:
        file.seek(start)
        worst = worst_of(file.read(), store)
    print("statements by the most rows that one read:")
    wrong = []
    for text, (rows, milliseconds, buffers, calls, plan) in sorted(worst.items(), key=lambda one: -one[1][0]):
        print(f"  {rows:>9,} rows {buffers:>8,} buffers {milliseconds:>8.1f} ms {calls:>6} calls  {text[:110]}")
        if rows > MOST_ROWS:
            wrong.append(f"a statement read {rows:,} rows: {text[:200]}\n{plan}")
    return wrong


def worst_of(log, store):
    worst = {}
    for line in re.split(r"\n(?=\d{4}-\d\d-\d\d )", log):
        found = re.search(r"\] \S+ (\S+) LOG:  duration: ([\d.]+) ms  plan:\n(.*)", line, re.S)
        if not found or found[1] not in (store.giver, store.taker):
            continue
        plan = json.loads(found[3])
        text = " ".join(plan["Query Text"].split())
        rows = read(plan["Plan"])
        buffers = plan["Plan"].get("Shared Hit Blocks", 0) + plan["Plan"].get("Shared Read Blocks", 0)
        before = worst.get(text, (-1, 0, 0, 0, ""))
        if rows > before[0]:
            before = (rows, float(found[2]), buffers, before[3], json.dumps(plan["Plan"])[:3000])
        worst[text] = (*before[:3], before[3] + 1, before[4])
    return worst


def read(plan):
    """Rows that a plan's scans touched."""
    rows = sum(read(child) for child in plan.get("Plans", ()))
    if "Relation Name" in plan and plan["Node Type"] != "ModifyTable":
        loops = plan.get("Actual Loops", 0)
        rows += loops * (plan.get("Actual Rows", 0) + plan.get("Rows Removed by Filter", 0)
                         + plan.get("Rows Removed by Join Filter", 0))
    return rows
