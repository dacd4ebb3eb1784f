import ArgumentParser
import Foundation
import JSONSchema
import Kernel

/// `qiao story`: lives the company's day as its people do, over public HTTP only.
struct Story: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Play the story: trip, approval, money, attendance, lead, quotes, order, production, payment, shipment.",
        discussion: """
            With --count N above 1, half of the chains are sales stories and half are web-shop orders. Every unsafe call
            carries an Idempotency-Key and is repeated through outages, so that killing any part in the middle does no harm.
            """)

    @Option(help: "How many chains to play.") var count = 1
    @Option(help: "How many at once.") var concurrency = 1
    @Flag(help: "Play only the web-shop chain.") var shop = false
    @Flag(help: "Pause between steps, to follow it in the browser.") var pause = false
    @OptionGroup var common: GatewayOptions

    func validate() throws {
        guard count > 0, concurrency > 0 else { throw ValidationError("--count and --concurrency are at least 1") }
    }

    func run() async throws {
        let report = try await common.withGateway { try await play($0) }
        try report.print(asJSON: common.json)
        if report.failures.count > 0 { throw ExitCode.failure }
    }

    private func play(_ gateway: Gateway) async throws -> StoryReport {
        let stories = try await Stories(gateway, shopOnly: shop)
        let journal = Journal(speaks: count == 1 && !common.json, pause: pause ? .seconds(2) : .zero)
        return await stories.play(count, atOnce: concurrency, journal)
    }
}
