import EventContracts
import Foundation
import Kernel

/// A lead was captured: a card, a web form, an import.
public struct LeadCaptured: Event {
    public static let type = "crm.lead.captured"
    public static let summary = "A lead was captured: a card, a web form, an import."
    public var leadID: LeadID
    public var number: String
    public var name: String
    public var company: String?
    public var ownerID: StaffID?
    public var source: LeadSource
    public var tripID: TripID?

    public init(
        leadID: LeadID, number: String, name: String, company: String? = nil, ownerID: StaffID? = nil,
        source: LeadSource, tripID: TripID? = nil
    ) {
        self.leadID = leadID
        self.number = number
        self.name = name
        self.company = company
        self.ownerID = ownerID
        self.source = source
        self.tripID = tripID
    }
    public var aggregate: UUID { leadID.rawValue }
    public var label: String? { name }
}

/// A lead's state changed.
public struct LeadChanged: Event {
    public static let type = "crm.lead.changed"
    public static let summary = "A lead's state changed."
    public var leadID: LeadID
    public var name: String
    public var state: String
    public var note: String?
    /// Whose it is now; absent in what was told before it was said.
    public var ownerID: StaffID?

    public init(
        leadID: LeadID, name: String, state: String, note: String? = nil, ownerID: StaffID? = nil
    ) {
        self.leadID = leadID
        self.name = name
        self.state = state
        self.note = note
        self.ownerID = ownerID
    }
    public var aggregate: UUID { leadID.rawValue }
    public var label: String? { name }
}

/// A lead became a customer with an opportunity.
public struct LeadConverted: Event {
    public static let type = "crm.lead.converted"
    public static let summary = "A lead became a customer with an opportunity."
    public var leadID: LeadID
    public var name: String
    public var customerID: CustomerID
    public var opportunityID: OpportunityID

    public init(
        leadID: LeadID, name: String, customerID: CustomerID, opportunityID: OpportunityID
    ) {
        self.leadID = leadID
        self.name = name
        self.customerID = customerID
        self.opportunityID = opportunityID
    }
    public var aggregate: UUID { leadID.rawValue }
    public var label: String? { name }
}
