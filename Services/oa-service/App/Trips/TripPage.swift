import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// A trip: its state, its approval, the money, the days, and what the reader can do now.
func tripPage(_ input: TripPath, _ call: Call) async throws -> DocumentPage {
    let (trip, person) = (try await tripDetails(input, call), try call.signedIn())
    let approval = try await readApproval(trip.approvalID, call)
    let history = try await call.history(
        of: [trip.id.rawValue], since: trip.filedAt, staff: "staff", number: trip.number)
    return DocumentPage(
        DocumentView(
            "trip_title", list: "/oa/trips", number: trip.number,
            subject: [trip.visitName, trip.visitCompany].compactMap(\.self).joined(separator: " · "),
            badges: [Badge(trip.state, call)],
            notices: [
                DocumentNotice(
                    trip.declineReason.map { "\(call.text("trip_undone_because")) \(call.tell(Phrase($0)))" },
                    colour: "danger")
            ],
            actions: actions(trip, approval, person, call), waiting: waiting(trip), facts: facts(trip, call),
            tables: [approval.course(call), try await attendance(of: trip.id, call)],
            related: [
                RelatedDocument(
                    "trip_lead", trip.leadID.map { trip.leadNumber ?? $0.description },
                    link: trip.readsLead ? trip.leadID.map { "/crm/leads/\($0)" } : nil),
                RelatedDocument(
                    "approval_title", approval.subject,
                    link: approval.isRead(by: person) ? "/oa/approvals/\(approval.id)" : nil,
                    badge: Badge(approval.state, call)),
            ],
            history: history, chain: call.chain(trip.chain, with: history), call))
}

private func actions(
    _ trip: TripDetails, _ approval: ApprovalDetails, _ person: Person, _ call: Call
) -> [DocumentAction?] {
    let isTraveller = person.staffID == trip.travellerID
    let path = "/oa/api/trips/\(trip.id)"
    let mayMeet = isTraveller && person.has(.sales, .salesManager) && trip.leadID == nil && trip.state.marksAttendance
    return [
        approval.task(of: person).map { _ in .link("trip_answer", to: "/oa/approvals/\(approval.id)") },
        isTraveller && TripState.table.allows(.complete, from: trip.state)
            ? .form(
                "trip_report", to: "\(path)/complete", weight: .primary,
                [
                    .area("outcome", "trip_outcome", isRequired: true),
                    .money(
                        "spent", "trip_spent", isRequired: true,
                        help: "\(call.text("trip_spent_help")) \(call.format(trip.budget))"),
                ]) : nil,
        isTraveller && trip.state == .undone && !trip.acknowledged
            ? .form("trip_acknowledge", to: "\(path)/acknowledge", weight: .primary) : nil,
        mayMeet ? .link("trip_capture_lead", to: "/crm/leads/new?tripID=\(trip.id)") : nil,
        isTraveller && TripState.table.allows(.withdraw, from: trip.state)
            ? .form("trip_withdraw", to: "\(path)/withdraw", weight: .danger) : nil,
    ]
}

/// What a trip waits for that its reader can do nothing about.
private func waiting(_ trip: TripDetails) -> String {
    switch trip.state {
    case .submitted: "trip_waits_for_approval"
    case .approved: "trip_waits_for_money"
    case .funded: "trip_waits_for_report"
    case .completed, .rejected, .withdrawn, .undone: "document_nothing_to_do"
    }
}

private func facts(_ trip: TripDetails, _ call: Call) -> [DocumentFact] {
    [
        DocumentFact("trip_traveller", trip.travellerName),
        DocumentFact("trip_companions", trip.companionNames.joined(separator: ", ")),
        DocumentFact("trip_days", call.days(trip.from, trip.to)),
        DocumentFact("trip_purpose", trip.purpose),
        DocumentFact("trip_budget", call.format(trip.budget)),
        DocumentFact("trip_reserved", call.format(trip.reserved)),
        DocumentFact("trip_spent", trip.spent.map(call.format)),
        DocumentFact("trip_outcome", trip.outcome),
        DocumentFact("trip_filed", call.format(trip.filedAt)),
    ]
}

/// Whose attendance shows the trip, and on which days.
private func attendance(of trip: TripID, _ call: Call) async throws -> DocumentTable? {
    DocumentTable(
        "attendance", "attendance_title", [.init(call.text("trip_traveller")), .init(call.text("attendance_on_trip"))],
        try await tripAttendance(of: trip, call).map { [.text($0.who), .text($0.marked)] },
        empty: "trip_no_attendance")
}
