import ArgumentParser
import EventContracts
import Foundation
import Messaging
import Postgres

/// `ledger consume`: applies what the publishers emit, and answers transfers with receipts.
struct Consume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Apply every event: one row per effect, buckets that all lanes lock, a receipt per transfer.")

    @OptionGroup var settings: Settings

    @Option(help: "Number of an account whose movements are refused, for good or for this process's life.")
    var refuse: [Int] = []

    @Option(help: "Number of an account of which one movement kills the process that applies it.")
    var dieOf: Int?

    @Option(help: "The movement in that account's stream that kills.")
    var dieAt: Int64 = 3

    @Flag(help: "Be a build that was made before version 2 of the movement.")
    var old = false

    func run() async throws {
        let ending = Ending()
        let pool = try settings.pool(schema: World.taker)
        try await ending.patiently("migrations") {
            try await Schemas.migrate(pool, schema: World.taker, [Schemas.effects, Schemas.taker])
        }
        let effects = Effects(
            refused: Set(refuse.map(World.account)), killer: dieOf.map(World.account), killerSequence: dieAt)
        let core = try MessagingCore(
            settings.messaging(World.taker), database: pool, catalog: Catalogs.taker,
            subscriptions: Subscriptions(
                effects.subscriptions(old: old), catalogs: [old ? Catalogs.giverOfOld : Catalogs.giver]),
            logger: Settings.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await core.run() }
            await ending.wait()
            core.shutdown()
            try await group.waitForAll()
        }
        await pool.close()
    }
}
