import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A card, a referral or an imported row becomes a lead of the person who enters it.
struct CaptureLead: Codable, Sendable {
    var name: String
    var company: String?
    var title: String?
    var phone: String?
    var email: String?
    var source: LeadSource
    /// The trip on which the person was met: the lead joins its chain.
    var tripID: TripID?
    var note: String?
}

struct LeadCaptureResult: Codable, Sendable {
    var id: LeadID
    var number: String
}

func captureLead(_ input: CaptureLead, _ call: CommandCall) async throws -> LeadCaptureResult {
    let person = try call.signedIn()
    if let tripID = input.tripID {
        guard let chain: UUID = try await call.tx.first("select chain from trip where trip_id = \(tripID)") else {
            throw Problem.notYetKnown("trip", tripID)
        }
        call.tx.join(chain: chain)
    }
    var card = input
    card.name = try input.name.required("name")
    return try await call.tx.save(card, owner: person.staffID)
}

extension EventTransaction {
    /// Stores a new lead in the transaction's chain and tells the others.
    func save(_ card: CaptureLead, owner: StaffID?, inquiry: InquiryID? = nil) async throws -> LeadCaptureResult {
        let id = LeadID()
        let number = try await documentNumber("LD", self)
        try await execute(
            """
            insert into lead (lead_id, number, name, company, title, phone, email, source, state, owner_id, trip_id,
                inquiry_id, note, chain)
            values (\(id), \(number), \(card.name), \(card.company), \(card.title), \(card.phone), \(card.email),
                \(card.source), \(LeadState.new), \(owner), \(card.tripID), \(inquiry), \(card.note), \(chain))
            """)
        emit(
            LeadCaptured(
                leadID: id, number: number, name: card.name, company: card.company, ownerID: owner,
                source: card.source, tripID: card.tripID))
        let who = [card.name, card.company].compactMap(\.self).joined(separator: ", ")
        try await record("crm.lead.captured", of: .lead, id.rawValue, number: number, detail: who)
        return LeadCaptureResult(id: id, number: number)
    }
}
