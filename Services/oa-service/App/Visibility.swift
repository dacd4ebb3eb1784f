import Kernel
import OADomain
import Postgres
import ServiceRuntime

// Who may read what, beyond the rule of the route: the one place where it is said.

/// The same in words, for the access table.
let visibility = [
    Visibility("trips one has no part in", tripReach),
    Visibility("approvals", rule: "those one asked for or is asked in; all by administrator"),
    Visibility("attendance", rule: "one's own and of everyone below; all by hr"),
    Visibility("last day at work", rule: "one's own; all by hr, administrator"),
]

/// The trips a person may read, as a condition on `trip`: their own, those they travel along, those they are asked to
/// approve; finance and HR read all, sales managers those of everyone below.
func visibleTrips(to person: Person) -> SQL {
    let me = person.staffID
    return """
        (trip.traveller_id = \(me) or \(person.reads("trip.traveller_id", tripReach))
         or exists (select from trip_companion c where c.trip_id = trip.trip_id and c.staff_id = \(me))
         or exists (select from approval a join approval_task t using (approval_id)
                    where a.subject_type = \(Subject.trip) and a.subject_id = trip.trip_id and t.assignee_id = \(me)))
        """
}

/// The approvals a person may read, as a condition on `approval`: those they asked for and those they are asked in;
/// administrators read all.
func visibleApprovals(to person: Person) -> SQL {
    if person.has(.administrator) { return "true" }
    let me = person.staffID
    return """
        (approval.applicant_id = \(me)
         or exists (select from approval_task t where t.approval_id = approval.approval_id and t.assignee_id = \(me)))
        """
}

/// Whether the person may read the approval.
func mayRead(_ approval: ApprovalID, _ person: Person, _ database: some PostgresExecutor) async throws -> Bool {
    try await database.one(
        "select exists (select from approval where approval_id = \(approval) and \(visibleApprovals(to: person)))",
        as: Bool.self)
}

/// Attendance is read by the person, by HR and by those above the person. Throws a 403 problem for others.
func checkMayRead(
    attendanceOf staff: StaffID, _ person: Person, _ database: some PostgresExecutor
) async throws {
    if staff == person.staffID || person.has(.hr) { return }
    guard try await reportingLine(of: staff, database).superiors.contains(where: { $0.id == person.staffID }) else {
        throw Problem.forbidden("attendance is read by the person, by HR and by those above the person")
    }
}
