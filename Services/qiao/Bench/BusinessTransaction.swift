import Foundation
import Messaging
import Postgres

/// A command as the services have them, with an event or without.
struct BusinessTransaction: Sendable {
    let core: MessagingCore

    /// Makes the tables and a document for each account.
    static func prepare(_ pool: PostgresPool) async throws {
        try await pool.withConnection { connection in
            try await connection.script(
                """
                create table document (id uuid primary key, number bigint not null, total bigint not null);
                create table line (
                    document uuid not null references document, position int not null, sku text not null,
                    quantity bigint not null);
                create index on line (document);
                create table history (document uuid not null, at timestamptz not null default now(), what text not null);
                create table request (key uuid primary key, answer text)
                """)
        }
        try await pool.execute(
            "insert into document select unnest(\(AccountMoved.accounts)::uuid[]), 1, 0")
    }

    /// Runs so many of each kind in turn.
    /// - Returns: the medians in milliseconds.
    func turns(_ count: Int) async throws -> (with: Double, without: Double) {
        var (with, without) = ([Double](), [Double]())
        for number in 0..<count * 2 {
            let emits = (number / 2 + number) % 2 == 0
            let began = ContinuousClock.now
            try await run(number, emits: emits)
            let milliseconds = (ContinuousClock.now - began).inSeconds * 1000
            if emits { with.append(milliseconds) } else { without.append(milliseconds) }
        }
        return (with.median, without.median)
    }

    private func run(_ number: Int, emits: Bool) async throws {
        let event = AccountMoved(number)
        let (document, key) = (event.account, UUID())
        try await core.transaction { transaction in
            try await transaction.execute("insert into request (key) values (\(key)) on conflict do nothing")
            let total = try await transaction.one(
                "select total from document where id = \(document) for update", as: Int.self)
            try await transaction.execute(
                "update document set total = \(total + 1), number = number + 1 where id = \(document)")
            try await transaction.execute(
                """
                insert into line (document, position, sku, quantity)
                select \(document), position, 'SKU-' || position, 1 from generate_series(1, 3) position
                """)
            try await transaction.execute("insert into history (document, what) values (\(document), 'changed')")
            if emits { transaction.emit(event) }
            try await transaction.execute("update request set answer = \(event.note) where key = \(key)")
        }
    }
}
