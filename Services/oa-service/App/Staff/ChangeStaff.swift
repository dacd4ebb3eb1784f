import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// What a member of staff is from now on; what is absent is taken away.
struct ChangeStaff: Codable, Sendable {
    /// Whom it is about.
    var id: StaffID
    var name: String
    var nameZh: String?
    var email: String?
    var roles: [Role]?
    /// The sign-in name of the person they report to; nil for the head of the company.
    var managerLogin: String?
    var department: String?
    /// The last day at work.
    var leavesOn: BusinessDate?
}

/// Changes a member of staff; the other services learn of it by event.
///
/// Reporting lines are looked at and changed by one transaction at a time: two changes, each right by itself, could
/// close a circle together.
func changeStaff(_ input: ChangeStaff, _ call: CommandCall) async throws -> Member {
    let tx = call.tx
    try await tx.execute("lock table staff in share row exclusive mode")
    guard var member = try await Member.find(input.id, tx) else { throw Problem.notFound("member of staff", input.id) }
    try call.mustBeCurrent(member.etag)
    guard !input.name.isEmpty else { throw Problem.invalid(field: "name", "must not be empty") }
    let managerID = try await manager(input.managerLogin, tx)
    if let managerID { try await reportingLine(of: managerID, tx).check(mayTake: member.id) }
    let before = member
    (member.name, member.nameZh, member.email) = (input.name, input.nameZh, input.email)
    (member.roles, member.managerID) = (input.roles ?? [], managerID)
    (member.department, member.leavesOn) = (departmentNamed(input.department), input.leavesOn)
    member.active = input.leavesOn.map { .today <= $0 } ?? true
    try await checkThatSomebodyAdministers(besides: member, tx)
    try await store(member, tx)
    tx.emit(member.changed)
    if before.active, !member.active { try await handOverTasks(of: member.id, tx) }
    if before.email != member.email {
        try await AccountNews.emailChanged.tell(member.id, former: before.email, call, tx)
    }
    try await adjustApiKeys(of: member, tx)
    try await tell(sessionsOf: member, changedFrom: before, call)
    return try await Member.find(member.id, tx) ?? member
}

/// Who left is signed out everywhere; whose name or roles are others now gets tokens that say so, at once.
private func tell(sessionsOf member: Member, changedFrom before: Member, _ call: CommandCall) async throws {
    let book = try call.service.book()
    if before.active, !member.active {
        try await book.endAll(of: member.id.rawValue, because: .deactivated, call.tx)
    } else if needsSecondFactor(member.roles), !needsSecondFactor(before.roles) {
        // Whose new roles need a second factor proves it at the next sign-in.
        try await book.endAll(of: member.id.rawValue, because: .credentialsChanged, call.tx)
    } else if Set(before.roles) != Set(member.roles) || before.name != member.name || before.nameZh != member.nameZh {
        try await book.renewAll(of: member.id.rawValue, call.tx)
    }
}

/// Writes a member of staff back.
func store(_ member: Member, _ tx: EventTransaction) async throws {
    try await tx.execute(
        """
        update staff set name = \(member.name), name_zh = \(member.nameZh), email = \(member.email),
            roles = \(member.roles), manager_id = \(member.managerID), department = \(member.department),
            leaves_on = \(member.leavesOn), active = \(member.active)
        where staff_id = \(member.id)
        """)
}

/// - Throws: ``Problem`` 422 when nobody who stays could add or change people any more.
private func checkThatSomebodyAdministers(besides member: Member, _ tx: EventTransaction) async throws {
    if member.active, member.leavesOn == nil, member.roles.contains(.administrator) { return }
    let others: Bool = try await tx.one(
        """
        select exists (select from staff where active and leaves_on is null and 'administrator' = any(roles)
            and staff_id <> \(member.id))
        """)
    guard others else {
        throw Problem.invalid(
            field: member.roles.contains(.administrator) ? "leavesOn" : "roles", "somebody must stay administrator")
    }
}
