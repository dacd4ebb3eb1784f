import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// A new member of staff.
struct AddStaff: Codable, Sendable {
    var login: String
    var name: String
    var nameZh: String?
    var email: String?
    var roles: [Role]?
    /// The sign-in name of the person they report to; nil for the head of the company.
    var managerLogin: String?
    var department: String?
    var password: String
}

/// Adds a member of staff; the other services learn of them by event. 409 when the sign-in name is taken.
func addStaff(_ input: AddStaff, _ call: CommandCall) async throws -> Member {
    let member = Member(
        id: StaffID(), login: input.login.lowercased(), name: input.name, nameZh: input.nameZh, email: input.email,
        roles: input.roles ?? [], managerID: try await manager(input.managerLogin, call.tx), active: true,
        department: departmentNamed(input.department))
    try checkLogin(member.login)
    try PasswordPolicy.check(input.password, notLike: [member.login, member.name, member.email])
    guard !member.name.isEmpty else { throw Problem.invalid(field: "name", "must not be empty") }
    guard try await insert(member, passwordHash: try await Password.hash(input.password), call.tx) else {
        throw Problem.conflict("the sign-in name \(member.login) is taken")
    }
    call.tx.emit(member.changed)
    return member
}

/// A department by its name; without one it is none.
func departmentNamed(_ name: String?) -> String? { name?.isEmpty == true ? nil : name }

/// False when the sign-in name is taken.
func insert(_ member: Member, passwordHash: String, _ database: some PostgresExecutor) async throws -> Bool {
    try await database.execute(
        """
        insert into staff (staff_id, login, name, name_zh, email, roles, manager_id, department, password_hash)
        values (\(member.id), \(member.login), \(member.name), \(member.nameZh), \(member.email), \(member.roles),
            \(member.managerID), \(member.department), \(passwordHash))
        on conflict on constraint staff_login do nothing
        """) == 1
}

/// The person with a sign-in name, as somebody's manager.
func manager(_ login: String?, _ database: some PostgresExecutor) async throws -> StaffID? {
    guard let login else { return nil }
    let manager: StaffID? = try await database.first(
        "select staff_id from staff where login = \(login.lowercased()) and active")
    guard let manager else { throw Problem.invalid(field: "managerLogin", "nobody has the sign-in name \(login)") }
    return manager
}
