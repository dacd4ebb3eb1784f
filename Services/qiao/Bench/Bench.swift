import ArgumentParser

/// `qiao bench`: how fast the event core is on this machine, beside what the machine itself allows.
public struct Bench: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the event core on the servers of this machine.",
        discussion: """
            Each command makes schemas, exchanges and queues of its own and removes them. A figure of one run says
            little on a shared machine: the sides that are compared run in turn, and the median counts.
            """,
        subcommands: [
            HopBench.self, LatencyBench.self, FanoutBench.self, PublishBench.self, HTTPBench.self,
            IdleBench.self,
        ])

    public init() {}
}

/// What every measurement takes.
struct BenchOptions: ParsableArguments {
    @Option(help: "The file with the servers' addresses (default: beside this program, or .local/env).")
    var env: String?

    @Flag(help: "Print one JSON object as the last line.")
    var json = false

    /// Says a line, unless only the result is wanted.
    func say(_ line: String) {
        if !json { print(line) }
    }
}

/// What measurements take that are repeated.
struct RunOptions: ParsableArguments {
    @Option(help: "How often each side runs; medians are printed.")
    var runs = 5

    func validate() throws {
        guard runs > 0 else { throw ValidationError("--runs wants at least 1") }
    }
}

/// How a measurement is laid out on threads and queues.
struct LayoutOptions: ParsableArguments {
    @Option(help: "How many publish at once, each with a connection of its own.")
    var publishers = 16

    @Option(help: "Queues and workers on the consuming side.")
    var lanes = 4

    func validate() throws {
        guard publishers > 0, (1...16).contains(lanes) else {
            throw ValidationError("--publishers wants at least 1, --lanes 1 to 16")
        }
    }
}
