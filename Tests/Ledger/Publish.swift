import ArgumentParser
import EventContracts
import Foundation
import Messaging
import Postgres

/// `ledger publish`: changes accounts and emits events for as long as it is told to; relays until it is ended.
struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change accounts, emit an event in the same transaction, relay what is emitted, apply receipts.")

    @OptionGroup var settings: Settings
    @OptionGroup var load: LoadOptions

    @Option(help: "The file that remembers every transaction begun and what became of it.")
    var journal: String

    func run() async throws {
        let ending = Ending()
        let pool = try settings.pool(schema: World.giver)
        try await ending.patiently("migrations") {
            try await Schemas.migrate(pool, schema: World.giver, [Schemas.giver, Schemas.effects])
        }
        let core = try MessagingCore(
            settings.messaging(World.giver), database: pool, catalog: Catalogs.giver,
            subscriptions: Subscriptions([on(ReceiptGiven.self, .own, receiptGiven)], catalogs: [Catalogs.taker]),
            logger: Settings.logger)
        let journal = try Journal(journal)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await core.run() }
            group.addTask { await Load(options: load, core: core, journal: journal, ending: ending).run() }
            await ending.wait()
            core.shutdown()
            try await group.waitForAll()
        }
        await pool.close()
    }
}

private func receiptGiven(_ incoming: Incoming<ReceiptGiven>, _ transaction: EventTransaction) async throws {
    try await transaction.note(incoming.envelope, nonce: incoming.event.nonce, amount: 0)
}
