import Foundation
import Synchronization

/// An identifier that says what it identifies: a `TripID` is not an `OrderID`. UUID version 7 (RFC 9562), so ids made
/// later sort later and index pages stay warm.
public struct ID<Of>: Sendable, Hashable, RawRepresentable, LosslessStringConvertible {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
    /// A new identifier.
    public init() { rawValue = UUID.timeOrdered() }
    public init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        rawValue = uuid
    }
    public var description: String { rawValue.text }
}

/// The things that more than one service speaks of.
public enum Entity {
    public enum Staff {}
    public enum Trip {}
    public enum Approval {}
    public enum Task {}
    public enum Lead {}
    public enum Customer {}
    public enum Opportunity {}
    public enum Quote {}
    public enum Order {}
    public enum Configuration {}
    public enum Product {}
    public enum Revision {}
    public enum WorkOrder {}
    public enum Payment {}
    public enum Refund {}
    public enum Shipment {}
    public enum Invoice {}
    public enum Shopper {}
    public enum Inquiry {}
}

public typealias StaffID = ID<Entity.Staff>
public typealias TripID = ID<Entity.Trip>
public typealias ApprovalID = ID<Entity.Approval>
public typealias TaskID = ID<Entity.Task>
public typealias LeadID = ID<Entity.Lead>
public typealias CustomerID = ID<Entity.Customer>
public typealias OpportunityID = ID<Entity.Opportunity>
public typealias QuoteID = ID<Entity.Quote>
/// A sales order: made in CRM (or as a web order in the portal), carried by ERP under the same id.
public typealias OrderID = ID<Entity.Order>
public typealias ConfigurationID = ID<Entity.Configuration>
public typealias ProductID = ID<Entity.Product>
public typealias RevisionID = ID<Entity.Revision>
public typealias WorkOrderID = ID<Entity.WorkOrder>
public typealias PaymentID = ID<Entity.Payment>
public typealias RefundID = ID<Entity.Refund>
public typealias ShipmentID = ID<Entity.Shipment>
public typealias InvoiceID = ID<Entity.Invoice>
public typealias ShopperID = ID<Entity.Shopper>
public typealias InquiryID = ID<Entity.Inquiry>

extension UUID {
    /// In small letters, as ids stand everywhere. Foundation's own goes through `snprintf`; every row of a list has one.
    public var text: String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            withUnsafeBytes(of: uuid) { bytes in
                for byte in bytes {
                    if place == 8 || place == 13 || place == 18 || place == 23 {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = digits.utf8Start[Int(byte >> 4)]
                    text[place + 1] = digits.utf8Start[Int(byte & 15)]
                    place += 2
                }
            }
            return place
        }
    }

    /// A version 7 UUID that sorts after every other one this process made before, also within one millisecond and
    /// after the clock was set back: 60 bits of time (RFC 9562, section 6.2, method 3), then random bits.
    public static func timeOrdered() -> UUID { timeOrdered(ticks: unused(ticks(Date()))) }

    /// A version 7 UUID of a point in time; two of the same time are in no order.
    public static func timeOrdered(at date: Date) -> UUID { timeOrdered(ticks: ticks(date)) }

    /// 4,096 in a millisecond, which is what fits into the 12 bits beside it.
    private static func ticks(_ date: Date) -> UInt64 {
        UInt64(max(0, date.timeIntervalSince1970) * 1000 * 4096)
    }

    private static func timeOrdered(ticks: UInt64) -> UUID {
        let time = (ticks & ~0xFFF) << 4 | 0x7000 | ticks & 0xFFF
        // Not UUID(): that opens /dev/urandom every time.
        let random = UInt64.random(in: .min ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return withUnsafeBytes(of: (time.bigEndian, random.bigEndian)) {
            UUID(uuid: $0.loadUnaligned(as: uuid_t.self))
        }
    }

    /// The time given, or the next tick after the last id's when that is not before it.
    private static func unused(_ now: UInt64) -> UInt64 {
        var last = newestTicks.load(ordering: .relaxed)
        while true {
            let next = max(now, last + 1)
            let (exchanged, original) = newestTicks.compareExchange(expected: last, desired: next, ordering: .relaxed)
            if exchanged { return next }
            last = original
        }
    }
}

/// The time in the newest id of this process.
private let newestTicks = Atomic<UInt64>(0)
