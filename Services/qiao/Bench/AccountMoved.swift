import EventContracts
import Foundation
import Kernel
import Postgres

/// What a measurement publishes: an account moved. The publisher's name differs from process to process, so that
/// measurements at the same time do not hear each other.
struct AccountMoved: Event {
    static let type = "\(publisher).account.moved"
    static let summary = "An account of a measurement moved."
    static let publisher = "bench\(UInt32.random(in: 0...UInt32.max))"
    static let catalog = EventCatalog(publisher: publisher, [AccountMoved.self])

    var account: UUID
    /// The number of the event in the measurement, from 0.
    var amount: Int
    /// Fills the body up to 600 bytes.
    var note: String
    var aggregate: UUID { account }

    init(_ number: Int) {
        account = Self.accounts[number % Self.accounts.count]
        amount = number
        note = Self.filling
    }

    /// The 1,000 aggregates of every measurement.
    static let accounts = (0..<1000).map { _ in UUID() }

    /// The body as the wire has it, put together without an encoder.
    static func body(_ number: Int) -> String {
        let account = accounts[number % accounts.count].postgresText ?? ""
        return "{\"account\":\"\(account)\",\"amount\":\(number),\"note\":\"\(filling)\"}"
    }

    private static let filling = String(String(repeating: "The account moved by an amount. ", count: 17).prefix(520))
}
