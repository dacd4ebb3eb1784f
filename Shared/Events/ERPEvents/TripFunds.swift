import EventContracts
import Foundation
import Kernel

/// Money was reserved for a trip.
public struct TripFundsReserved: Event {
    public static let type = "erp.trip-funds.reserved"
    public static let summary = "Money was reserved for a trip."
    public var tripID: TripID
    public var number: String
    public var amount: Money

    public init(
        tripID: TripID, number: String, amount: Money
    ) {
        self.tripID = tripID
        self.number = number
        self.amount = amount
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// There is not enough budget for a trip.
public struct TripFundsDeclined: Event {
    public static let type = "erp.trip-funds.declined"
    public static let summary = "There is not enough budget for a trip."
    public var tripID: TripID
    public var number: String
    public var amount: Money
    public var available: Money
    public var reason: String

    public init(
        tripID: TripID, number: String, amount: Money, available: Money, reason: String
    ) {
        self.tripID = tripID
        self.number = number
        self.amount = amount
        self.available = available
        self.reason = reason
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// The reservation for a trip was given back.
public struct TripFundsReleased: Event {
    public static let type = "erp.trip-funds.released"
    public static let summary = "The reservation for a trip was given back."
    public var tripID: TripID
    public var number: String
    public var amount: Money

    public init(
        tripID: TripID, number: String, amount: Money
    ) {
        self.tripID = tripID
        self.number = number
        self.amount = amount
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// A trip was paid for; what was left of the reservation is free again.
public struct TripFundsConsumed: Event {
    public static let type = "erp.trip-funds.consumed"
    public static let summary = "A trip was paid for; what was left of the reservation is free again."
    public var tripID: TripID
    public var number: String
    public var spent: Money
    public var released: Money

    public init(
        tripID: TripID, number: String, spent: Money, released: Money
    ) {
        self.tripID = tripID
        self.number = number
        self.spent = spent
        self.released = released
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}
