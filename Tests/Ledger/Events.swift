import EventContracts
import Foundation

/// An account was moved; its effect touches rows of that account only.
struct AccountMoved: Event {
    static var type: String { "\(World.account).moved" }
    static var summary: String { "An account moved by an amount." }
    var account: UUID
    var amount: Int
    /// The business transaction's own number, known to the journal, the movement and the effect.
    var nonce: UUID
    var note: String
    var aggregate: UUID { account }
}

/// The same fact as a later build of the publisher tells it.
struct AccountMovedV2: Event {
    static var type: String { AccountMoved.type }
    static var version: Int { 2 }
    static var summary: String { "An account moved by an amount, in cents." }
    var account: UUID
    var cents: Int
    var nonce: UUID
    var aggregate: UUID { account }
}

/// An amount was booked into one of a few buckets, which transactions of all lanes lock.
struct TransferBooked: Event {
    static var type: String { "\(World.transfer).booked" }
    static var summary: String { "A transfer was booked into a bucket." }
    var book: UUID
    var bucket: Int
    var amount: Int
    var nonce: UUID
    var aggregate: UUID { book }
}

/// The taker's answer to a transfer: an event that an event led to.
struct ReceiptGiven: Event {
    static var type: String { "\(World.receipt).given" }
    static var summary: String { "The taker confirms a transfer." }
    var book: UUID
    var nonce: UUID
    var aggregate: UUID { book }
}

enum Catalogs {
    static var giver: EventCatalog {
        EventCatalog(publisher: World.giver, [AccountMoved.self, AccountMovedV2.self, TransferBooked.self])
    }
    /// What a build knows that was made before version 2.
    static var giverOfOld: EventCatalog {
        EventCatalog(publisher: World.giver, [AccountMoved.self, TransferBooked.self])
    }
    static var taker: EventCatalog { EventCatalog(publisher: World.taker, [ReceiptGiven.self]) }
}
