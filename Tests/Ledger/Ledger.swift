import ArgumentParser

/// The application that cannot lie: publishers change accounts and emit events, consumers apply them, a checker that
/// knows nothing of the event core compares the two databases. Tests/FaultTests/run puts faults in between.
@main
struct Ledger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Publish changes, apply them elsewhere, and check that every one took effect once and in order.",
        subcommands: [Publish.self, Consume.self, Check.self, Replay.self, Echo.self, Points.self])
}
