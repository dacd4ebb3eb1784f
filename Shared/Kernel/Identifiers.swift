import Foundation

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
    public var description: String { rawValue.uuidString.lowercased() }
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
    /// A version 7 UUID: 48 bits of milliseconds, then random bits.
    public static func timeOrdered(at date: Date = Date()) -> UUID {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        // Not UUID(): that opens /dev/urandom every time.
        var bytes = withUnsafeBytes(of: (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))) {
            $0.loadUnaligned(as: uuid_t.self)
        }
        bytes.8 = (bytes.8 & 0x3F) | 0x80
        bytes.0 = UInt8(truncatingIfNeeded: milliseconds >> 40)
        bytes.1 = UInt8(truncatingIfNeeded: milliseconds >> 32)
        bytes.2 = UInt8(truncatingIfNeeded: milliseconds >> 24)
        bytes.3 = UInt8(truncatingIfNeeded: milliseconds >> 16)
        bytes.4 = UInt8(truncatingIfNeeded: milliseconds >> 8)
        bytes.5 = UInt8(truncatingIfNeeded: milliseconds)
        bytes.6 = (bytes.6 & 0x0F) | 0x70
        return UUID(uuid: bytes)
    }
}
