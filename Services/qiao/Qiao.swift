import ArgumentParser

/// The operators' command line: plays the story, follows a chain, shows the queues, proves that the two ends agree.
@main
struct Qiao: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qiao",
        abstract: "Operate Qiao: play the story, follow a business transaction, inspect queues, verify.",
        subcommands: [Story.self, Trace.self, Queues.self, Parked.self, Replay.self, Discard.self, Verify.self])
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: "The file with addresses and sign-ins that deploy/up wrote (default: beside this program, or .local/env)."
    )
    var env: String?

    @Flag(help: "Print one JSON object as the last line.")
    var json = false

    func gateway() throws -> Gateway { try Gateway(settings: Settings.load(env)) }
}
