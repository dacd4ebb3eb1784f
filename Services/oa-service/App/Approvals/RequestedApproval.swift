import CRMEvents
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// Another service asks for an approval: it goes to the applicant's manager. Who has none is answered by an
/// administrator: nothing passes because nobody was there to ask.
func approvalRequested(_ incoming: Incoming<ApprovalRequested>, _ tx: EventTransaction) async throws {
    let event = incoming.event
    let known = try await tx.one(
        "select exists (select from staff where staff_id = \(event.applicantID))", as: Bool.self)
    guard known else { throw UnknownApplicant(id: event.applicantID) }
    var rule = try await approvalRule(for: event.subjectType, event.amount, tx)
    var course = try await reportingLine(of: event.applicantID, tx).course(levels: rule.levels)
    if course.isEmpty {
        course = [PlannedStep(try await administrators(but: event.applicantID, tx), .any)]
        rule = .noSuperior
    }
    _ = try await openApproval(
        of: Subject(
            type: event.subjectType, id: event.subjectID, title: event.subject, link: event.link,
            reason: event.reason, amount: event.amount, matter: event.matter, contentHash: event.contentHash,
            requestID: event.requestID),
        applicant: event.applicantID, course: course, by: rule, tx)
}

/// The administrators who can answer for somebody.
func administrators(but applicant: StaffID, _ tx: EventTransaction) async throws -> [StaffID] {
    let people: [StaffID] = try await tx.all(
        """
        select staff_id from staff
        where active and 'administrator' = any(roles) and staff_id <> \(applicant) order by staff_id limit 10
        """)
    guard !people.isEmpty else { throw NotYet("an administrator to answer for the missing manager") }
    return people
}

/// Staff are added here and nowhere else: waiting for this one would be in vain.
private struct UnknownApplicant: Error, CustomStringConvertible {
    let id: StaffID
    var description: String { "the applicant \(id) is not a member of staff" }
}
