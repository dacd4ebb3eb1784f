import ArgumentParser
import Bench

/// The operators' command line: plays the story, follows a chain, shows the queues, proves that the two ends agree,
/// measures.
@main
struct Qiao: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qiao",
        abstract: "Operate Qiao: play the story, follow a business transaction, inspect queues, verify, measure.",
        subcommands: [
            Story.self, Trace.self, Queues.self, Parked.self, Replay.self, Discard.self, Verify.self, Access.self,
            RotateKeys.self, PrintToken.self,
            Measure.self,
        ])
}

/// `qiao bench`: what the event core is measured by, and the whole system.
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Bench.configuration.commandName, abstract: Bench.configuration.abstract,
        discussion: Bench.configuration.discussion,
        subcommands: Bench.configuration.subcommands + [StoryBench.self, PagesBench.self])
}

/// What every command takes.
struct GatewayOptions: ParsableArguments {
    @Option(
        help: "The file with addresses and sign-ins that deploy/up wrote (default: beside this program, or .local/env)."
    )
    var env: String?

    @Flag(help: "Print one JSON object as the last line.")
    var json = false

    /// Opens the gateway for `body` and closes it whatever happens.
    func withGateway<T: Sendable>(_ body: (Gateway) async throws -> T) async throws -> T {
        let gateway = Gateway(settings: try Settings.load(env))
        do {
            let result = try await body(gateway)
            await gateway.close()
            return result
        } catch {
            await gateway.close()
            throw error
        }
    }
}
