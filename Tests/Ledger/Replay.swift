import ArgumentParser
import Messaging
import Postgres

/// `ledger replay`: what an operator does with parked events.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try every parked event again, or discard those that can never be read.")

    @OptionGroup var settings: Settings

    @Flag(help: "Discard them instead.")
    var discard = false

    func run() async throws {
        let pool = try settings.pool(schema: World.taker)
        let core = try MessagingCore(
            settings.messaging(World.taker), database: pool, catalog: Catalogs.taker,
            subscriptions: Subscriptions([], catalogs: [Catalogs.giver]), logger: Settings.logger)
        var done = 0
        for message in try await core.parked() where message.state == "parked" {
            let changed =
                discard
                ? try await core.discard(message.id, by: "ledger", reason: "sent by a stranger")
                : try await core.replay(message.id, by: "ledger")
            if changed { done += 1 }
        }
        print(done)
        await pool.close()
    }
}
