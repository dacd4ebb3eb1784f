import Foundation

/// The names of one run: schemas, queues and event types begin with it, so that runs on the same servers never meet.
enum World {
    /// Lower-case letters and digits.
    static let name = ProcessInfo.processInfo.environment["QIAO_LEDGER_WORLD"] ?? "w"
    /// The service that changes accounts.
    static let giver = "\(name)giver"
    /// The service that applies the changes.
    static let taker = "\(name)taker"

    static let account = "\(giver).account"
    static let transfer = "\(giver).transfer"
    static let receipt = "\(taker).receipt"

    /// The id of the n-th account or transfer book; the same in every process.
    static func aggregate(_ number: Int, of kind: UInt8) -> UUID {
        let n = UInt32(truncatingIfNeeded: number)
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: n >> (8 * (3 - $0))) }
        return UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, bytes[0], bytes[1], bytes[2], bytes[3]))
    }
    static func account(_ number: Int) -> UUID { aggregate(number, of: 0xAC) }
    static func transferBook(_ number: Int) -> UUID { aggregate(number, of: 0x7F) }
}
