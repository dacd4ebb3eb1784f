import EventContracts
import Kernel
import Messaging
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// What a traveller asks for.
struct FileTrip: Codable, Sendable {
    var purpose: String
    /// The person visited; a name on a card is enough.
    var visitName: String
    var visitCompany: String?
    /// The lead in CRM, when there already is one.
    var leadID: LeadID?
    var from: BusinessDate
    var to: BusinessDate
    var companions: [StaffID]?
    var budget: Money
}

/// A trip as the answer of a command.
struct TripStanding: Codable, Sendable {
    var id: TripID
    var number: String
    var state: TripState
}

/// Files a trip and puts it before the traveller's manager. 422 when there is nobody to approve it.
func fileTrip(_ input: FileTrip, _ call: CommandCall) async throws -> TripStanding {
    let traveller = try call.signedIn().staffID
    let plan = try TripPlan(
        travellerID: traveller, companions: input.companions ?? [], purpose: input.purpose,
        visitName: input.visitName, from: input.from, to: input.to, budget: input.budget)
    try await check(companions: plan.companions, call.tx)
    let name = try await nameOfStaff(traveller, call.tx)
    let filed = TripStanding(id: TripID(), number: try await documentNumber("TR", call.tx), state: .submitted)
    try await insert(filed, plan, input, call.tx)
    call.tx.emit(
        TripFiled(
            tripID: filed.id, number: filed.number, travellerID: traveller, travellerName: name,
            companions: plan.companions, purpose: plan.purpose, visitName: plan.visitName,
            visitCompany: input.visitCompany, leadID: input.leadID, from: plan.from, to: plan.to, budget: plan.budget))
    let rule = try await approvalRule(for: Subject.trip, plan.budget, call.tx)
    _ = try await openApproval(
        of: Subject(
            type: Subject.trip, id: filed.id.rawValue, title: filed.number, link: "/oa/trips/\(filed.id)",
            reason: plan.purpose, amount: plan.budget, matter: plan.matter(inCompany: input.visitCompany)),
        applicant: traveller, course: try await reportingLine(of: traveller, call.tx).course(levels: rule.levels),
        by: rule, call.tx)
    return filed
}

private func insert(
    _ filed: TripStanding, _ plan: TripPlan, _ input: FileTrip, _ tx: EventTransaction
) async throws {
    try await tx.execute(
        """
        insert into trip (trip_id, number, chain, traveller_id, purpose, visit_name, visit_company, lead_id, from_day,
            to_day, budget, state)
        values (\(filed.id), \(filed.number), \(tx.chain), \(plan.travellerID), \(plan.purpose), \(plan.visitName),
            \(input.visitCompany), \(input.leadID), \(plan.from), \(plan.to), \(plan.budget), \(filed.state))
        """)
    try await tx.execute(
        "insert into trip_companion (trip_id, staff_id) select \(filed.id), unnest(\(plan.companions)::uuid[])")
}

extension TripPlan {
    /// What the trip is about, for whoever answers the request.
    fileprivate func matter(inCompany company: String?) -> Matter {
        Matter(
            asker: travellerID, party: [visitName, company].compactMap(\.self).joined(separator: " · "),
            from: from, to: to, amount: budget, reason: purpose)
    }
}

private func check(companions: [StaffID], _ database: some PostgresExecutor) async throws {
    let known = try await database.one(
        "select count(*) from staff where active and staff_id = any(\(companions)::uuid[])", as: Int.self)
    guard known == companions.count else {
        throw Problem.invalid(field: "companions", "every companion must be a member of staff")
    }
}
