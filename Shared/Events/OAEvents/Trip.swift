import EventContracts
import Foundation
import Kernel

/// A trip was filed and waits for approval.
public struct TripFiled: Event {
    public static let type = "oa.trip.filed"
    public static let summary = "A trip was filed and waits for approval."
    public var tripID: TripID
    public var number: String
    public var travellerID: StaffID
    public var travellerName: String
    public var companions: [StaffID]
    public var purpose: String
    public var visitName: String
    public var visitCompany: String?
    public var leadID: LeadID?
    public var from: BusinessDate
    public var to: BusinessDate
    public var budget: Money

    public init(
        tripID: TripID, number: String, travellerID: StaffID, travellerName: String, companions: [StaffID],
        purpose: String, visitName: String, visitCompany: String? = nil, leadID: LeadID? = nil, from: BusinessDate,
        to: BusinessDate, budget: Money
    ) {
        self.tripID = tripID
        self.number = number
        self.travellerID = travellerID
        self.travellerName = travellerName
        self.companions = companions
        self.purpose = purpose
        self.visitName = visitName
        self.visitCompany = visitCompany
        self.leadID = leadID
        self.from = from
        self.to = to
        self.budget = budget
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// The last approver agreed; the money is to be reserved.
public struct TripApproved: Event {
    public static let type = "oa.trip.approved"
    public static let summary = "The last approver agreed; the money is to be reserved."
    public var tripID: TripID
    public var number: String
    public var travellerID: StaffID
    public var travellerName: String
    public var visitName: String
    public var leadID: LeadID?
    public var from: BusinessDate
    public var to: BusinessDate
    public var budget: Money
    public var approvedBy: StaffID
    public var comment: String?

    public init(
        tripID: TripID, number: String, travellerID: StaffID, travellerName: String, visitName: String,
        leadID: LeadID? = nil, from: BusinessDate, to: BusinessDate, budget: Money, approvedBy: StaffID,
        comment: String? = nil
    ) {
        self.tripID = tripID
        self.number = number
        self.travellerID = travellerID
        self.travellerName = travellerName
        self.visitName = visitName
        self.leadID = leadID
        self.from = from
        self.to = to
        self.budget = budget
        self.approvedBy = approvedBy
        self.comment = comment
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// An approver refused the trip.
public struct TripRejected: Event {
    public static let type = "oa.trip.rejected"
    public static let summary = "An approver refused the trip."
    public var tripID: TripID
    public var number: String
    public var rejectedBy: StaffID
    public var reason: String?

    public init(
        tripID: TripID, number: String, rejectedBy: StaffID, reason: String? = nil
    ) {
        self.tripID = tripID
        self.number = number
        self.rejectedBy = rejectedBy
        self.reason = reason
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// The traveller took the request back; what was reserved is to be released.
public struct TripWithdrawn: Event {
    public static let type = "oa.trip.withdrawn"
    public static let summary = "The traveller took the request back; what was reserved is to be released."
    public var tripID: TripID
    public var number: String
    public var withdrawnBy: StaffID

    public init(
        tripID: TripID, number: String, withdrawnBy: StaffID
    ) {
        self.tripID = tripID
        self.number = number
        self.withdrawnBy = withdrawnBy
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// The money is reserved: the trip may take place.
public struct TripFunded: Event {
    public static let type = "oa.trip.funded"
    public static let summary = "The money is reserved: the trip may take place."
    public var tripID: TripID
    public var number: String

    public init(
        tripID: TripID, number: String
    ) {
        self.tripID = tripID
        self.number = number
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// The approval was undone because no money could be reserved.
public struct TripUndone: Event {
    public static let type = "oa.trip.undone"
    public static let summary = "The approval was undone because no money could be reserved."
    public var tripID: TripID
    public var number: String
    public var reason: String

    public init(
        tripID: TripID, number: String, reason: String
    ) {
        self.tripID = tripID
        self.number = number
        self.reason = reason
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}

/// The traveller is back and reported outcome and expenses.
public struct TripCompleted: Event {
    public static let type = "oa.trip.completed"
    public static let summary = "The traveller is back and reported outcome and expenses."
    public var tripID: TripID
    public var number: String
    public var outcome: String
    public var spent: Money

    public init(
        tripID: TripID, number: String, outcome: String, spent: Money
    ) {
        self.tripID = tripID
        self.number = number
        self.outcome = outcome
        self.spent = spent
    }
    public var aggregate: UUID { tripID.rawValue }
    public var label: String? { number }
}
