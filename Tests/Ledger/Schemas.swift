import Messaging
import Postgres

/// The tables of the two services beside those of the event core.
enum Schemas {
    /// A movement is written with the change and the event: the giver's own memory of what it committed.
    static let giver = """
        create table account (id uuid primary key, balance bigint not null);
        create table movement (
            nonce uuid primary key, aggregate_type text not null, aggregate_id uuid not null, amount bigint not null,
            at timestamptz not null default clock_timestamp());
        """
    /// Deliberately without a rule that would refuse a second effect: it must be seen, not prevented.
    static let effects = """
        create table applied (
            n bigserial primary key, aggregate_type text not null, aggregate_id uuid not null, sequence bigint not null,
            event_id uuid not null, nonce uuid not null, amount bigint not null default 0,
            at timestamptz not null default clock_timestamp());
        create index on applied (aggregate_type, aggregate_id, n);
        """
    static let taker = """
        create table bucket (number int primary key, total bigint not null);
        insert into bucket select n, 0 from generate_series(0, 3) n;
        create table noticed (aggregate_id uuid not null, sequence bigint not null);
        """

    /// Brings a schema up to date, however often it is called and wherever it was broken off.
    static func migrate(_ pool: PostgresPool, schema: String, _ texts: [String]) async throws {
        try await MessagingCore.migrations().migrate(pool, schema: schema)
        let steps = texts.enumerated().map { Migration(number: $0 + 1, name: "ledger", text: $1) }
        try await Migrations(set: "ledger", steps).migrate(pool, schema: schema)
    }
}
