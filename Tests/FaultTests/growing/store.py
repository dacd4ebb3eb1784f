"""A world whose tables are filled by SQL: what years of work leave behind, and work that waits to be done."""

import subprocess
import time

from faults.ground import NodeError, until
from faults.world import World

# Streams that are worked on; those behind are history.
ACTIVE = 1000
FIRST_OF_HISTORY = 1_000_000
FIRST_PARKED = 100_000_000
AT_ONCE = 500_000


def part_of(number):
    """SQL for the partition of an account: FNV-1a over the id's bytes, as Partition.swift has it."""
    state = 2_166_136_261
    for byte in bytes.fromhex("ac0000000000400080000000"):
        state = (state ^ byte) * 16_777_619 % 2**32
    text = str(state)
    for shift in (24, 16, 8, 0):
        text = f"((({text}::bigint # (({number} >> {shift}) & 255)) * 16777619) & 4294967295)"
    return f"({text} % 16)::smallint"


def id_of(number):
    """SQL for an account's id."""
    return f"('ac000000-0000-4000-8000-0000' || lpad(to_hex({number}), 8, '0'))::uuid"


class Store(World):
    """One store: the giver's log and the taker's positions."""

    def __init__(self, ground, program, name, folder, keep=False):
        there = ground.sql(f"select 1 from pg_namespace where nspname = '{name}giver'")
        self.is_there = bool(keep and there)
        super().__init__(ground, program, name, folder)
        self.account = f"{self.giver}.account"

    def clear(self):
        if not self.is_there:
            super().clear()

    def leave(self):
        self.is_there = False
        super().leave()

    def run(self, text, schema):
        """SQL that may take long."""
        done = subprocess.run(
            [f"{self.ground.postgres_programs}/psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", self.ground.database],
            input=f"set search_path = {schema}; set synchronous_commit = off; {text}", text=True, capture_output=True,
            check=False)
        if done.returncode:
            raise NodeError(done.stderr[-500:])
        return done.stdout.splitlines()

    def prepare(self):
        """Schemas, queues and bindings are there; nobody works."""
        self.publish()
        self.consume()
        until("the giver's schema is there", lambda: self.count("movement", self.giver) == 0, 60)
        self.declared()
        self.rest()

    def declared(self):
        until("the queues are there", lambda: all(
            (self.ground.call("GET", f"queues/%2F/{self.taker}.events.{lane}") or {}).get("consumers")
            for lane in range(4)), 60)

    def rest(self):
        for kind, replica in list(self.processes):
            self.processes.pop((kind, replica)).end()

    def fill(self, log, aggregates, parked):
        """History: streams whose events were all sent and applied; others whose first event is parked."""
        begun = time.monotonic()
        each = max(1, log // max(1, aggregates))
        for first in range(0, aggregates, AT_ONCE // each or 1):
            count = min(AT_ONCE // each or 1, aggregates - first)
            self.history(FIRST_OF_HISTORY + first, count, each)
        self.park(parked)
        for schema in (self.giver, self.taker):
            for table in self.tables(schema):
                self.run(f"vacuum (analyze) {table}", schema)
        self.run("checkpoint", "public")
        print(f"filled in {time.monotonic() - begun:.0f} s: {log:,} events, {aggregates:,} aggregates, {parked:,} parked")

    def tables(self, schema):
        return self.run(f"select relname from pg_class where relnamespace = '{schema}'::regnamespace and relkind = 'r'", schema)

    def history(self, first, count, each):
        numbers = f"generate_series({first}, {first + count - 1}) n"
        self.run(f"""
            insert into msg_aggregate (type, id, part, sequence)
            select '{self.account}', {id_of("n")}, {part_of("n")}, {each} from {numbers};
            {self.events(numbers, f"generate_series(1, {each}) s", "s")}""", self.giver)
        self.run(f"""
            insert into msg_position (aggregate_type, aggregate_id, part, sequence)
            select '{self.account}', {id_of("n")}, {part_of("n")}, {each} from {numbers}""", self.taker)

    def events(self, numbers, turns, sequence):
        return f"""
            insert into msg_event (event_id, part, aggregate_type, aggregate_id, sequence, type, version, chain, body)
            select gen_random_uuid(), {part_of("n")}, '{self.account}', {id_of("n")}, {sequence},
                '{self.account}.moved', 1, gen_random_uuid(),
                format('{{"account":"%s","amount":1,"nonce":"%s","note":"%s"}}', {id_of("n")}, gen_random_uuid(),
                    repeat('-', 120))
            from {turns} cross join {numbers}"""

    def park(self, count):
        """One in ten has a follower that waits behind it."""
        for state, sequence, share in (("parked", 1, 1), ("waiting", 2, 10)):
            self.run(f"""
                insert into msg_inbox (state, part, aggregate_type, aggregate_id, sequence, event_id, type, version,
                    envelope, body, attempts, error, cause)
                select '{state}', {part_of("n")}, '{self.account}', {id_of("n")}, {sequence}, gen_random_uuid(),
                    '{self.account}.moved', 1, '{{}}', repeat('-', 200)::bytea, 6, 'of old', 'handler'
                from generate_series({FIRST_PARKED}, {FIRST_PARKED + count // share - 1}) n""", self.taker)

    def commit(self, events):
        """Work that waits: events of the active streams that nobody has sent yet."""
        each = events // ACTIVE
        numbers = f"generate_series(0, {ACTIVE - 1}) n"
        self.run(f"""
            begin;
            insert into msg_aggregate as a (type, id, part, sequence)
            select '{self.account}', {id_of("n")}, {part_of("n")}, {each} from {numbers}
            on conflict (type, id) do update set sequence = a.sequence + {each};
            with events as ({self.events(numbers, f"generate_series(1, {each}) s",
                f"(select sequence from msg_aggregate a where a.type = '{self.account}' and a.id = {id_of('n')})"
                f" - {each} + s")}
                returning id, day, part, aggregate_id)
            insert into msg_unsent (id, day, part, aggregate_id) select id, day, part, aggregate_id from events;
            commit;""", self.giver)
        self.run("vacuum (analyze) msg_unsent", self.giver)
        return each * ACTIVE

    def purge(self):
        for lane in range(4):
            self.ground.call("DELETE", f"queues/%2F/{self.taker}.events.{lane}/contents")

    def unsent(self):
        return self.count("msg_unsent", self.giver)

    def done(self):
        """Effects so far: nothing rolls back here, so the last number tells."""
        return int(self.ground.sql("select coalesce(max(n), 0) from applied", self.taker)[0])

    def wrong(self):
        """Streams in which an effect is missing, comes twice or comes too early."""
        return self.run("""
            select aggregate_id || ': ' || count(*) || ' effects up to ' || max(sequence) from (
                select *, row_number() over (partition by aggregate_id order by n) as place from applied) a
            group by aggregate_id having count(*) <> max(sequence) or bool_or(place <> sequence) limit 5""", self.taker)
