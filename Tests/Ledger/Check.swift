import ArgumentParser
import Foundation
import Postgres

/// `ledger check`: compares the two databases by SQL alone; it knows nothing of how events travel.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "For every committed change exactly one effect, in order, none missing, none extra, nothing parked.",
        discussion: "Prints one JSON object. Exits 0 when nothing differs and nothing is under way, 1 otherwise.")

    @Option(help: "The giver's database (default: QIAO_DATABASE_URL).")
    var database: String?

    @Option(help: "The taker's database (default: the giver's).")
    var takerDatabase: String?

    @Option(help: "A journal of a publisher; may be repeated.")
    var journal: [String] = []

    @Option(help: "How many events are meant to be parked.")
    var parked = 0

    func run() async throws {
        let url = try Settings.address(database, "QIAO_DATABASE_URL")
        let giver = try Side(World.giver, url: url, publishes: [World.account, World.transfer])
        let taker = try Side(World.taker, url: takerDatabase ?? url, publishes: [World.receipt])
        var findings = Findings()
        try await findings.compare(from: giver, to: taker)
        try await findings.compare(from: taker, to: giver)
        try await findings.checkMovements(of: giver)
        try await findings.checkBuckets(from: giver, to: taker)
        try await findings.checkNoticed(by: taker)
        try await findings.checkAtRest([giver, taker], parked: parked)
        try await findings.checkJournals(Journal.outcomes(journal), against: giver)
        await giver.pool.close()
        await taker.pool.close()
        print(String(decoding: try JSONEncoder().encode(findings), as: UTF8.self))
        if !findings.isClean { throw ExitCode.failure }
    }
}

/// One service as the checker sees it: a schema, and the aggregate types whose events it publishes.
struct Side: Sendable {
    let schema: String
    let pool: PostgresPool
    let publishes: [String]

    init(_ schema: String, url: String, publishes: [String]) throws {
        self.schema = schema
        self.publishes = publishes
        pool = PostgresPool(
            try PostgresConfiguration(url: url, schema: schema, applicationName: "ledger check", poolSize: 1))
    }
}
