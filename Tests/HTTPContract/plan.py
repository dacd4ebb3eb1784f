"""Who is asked about which document, and how much."""

from people import STAFF
from trial import KEYS, OWN, PREFIXES, Extent

# The short form asks about each document as those who may do most there, and at a glance as those who may do little.
WHOLE = [
    ("erp", "anna"), ("oa", "administrator"), ("crm", "ben"), ("portal", "shopper"), ("oa", "joe"), ("crm", "joe"),
    ("erp", "administrator"), ("portal", "administrator"),
]
SHORT = ["administrator", "anna", "joe", "shopper", "nobody"]
LONG = [*STAFF, "shopper", "nobody"]
SEED = 1
# Somebody new for every session that ends.
PASSER_BY = "passer-by"

Plan = dict[tuple[str, str], Extent]


def trials(options) -> Plan:
    """What may be done in any order."""
    whole, glance = extents(options)
    if options.callers:
        return of_services({(service, who): whole for who in options.callers for service in PREFIXES}, options)
    # First, while the session is new that these begin with.
    own = Extent(whole.examples, phases="coverage,fuzzing", seconds=whole.seconds, seed=whole.seed, paths=OWN)
    plan = {("oa", PASSER_BY): own, ("portal", PASSER_BY): own} | {pair: whole for pair in WHOLE}
    for who in LONG if options.long else SHORT:
        for service in PREFIXES:
            plan.setdefault((service, who), whole if options.long else glance)
    return of_services(plan, options)


def last(options) -> Plan:
    """New signing keys at every service, OA's last: with them the sessions of the staff end."""
    whole, _ = extents(options)
    keys = Extent(whole.examples, phases="coverage,fuzzing", seed=whole.seed or SEED, paths=KEYS)
    return of_services({(service, "administrator"): keys for service in ("crm", "erp", "portal", "oa")}, options)


def extents(options) -> tuple[Extent, Extent]:
    if options.long:
        extent = Extent(options.examples or 60, options.examples or 60, options.seconds or 120, seed=options.seed)
        return extent, extent
    seed = SEED if options.seed is None else options.seed
    examples = options.examples or 3
    return Extent(examples, 6 * examples, seed=seed), Extent(2, phases="fuzzing", seed=seed)


def of_services(plan: Plan, options) -> Plan:
    return {pair: extent for pair, extent in plan.items() if not options.only or pair[0] in options.only}
