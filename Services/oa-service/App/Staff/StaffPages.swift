import Kernel
import Postgres
import ServiceRuntime

/// The directory, by name.
func listStaff(_ input: PageQuery, _ call: Call) async throws -> Paged<Member> {
    let after = try input.position()
    let condition: SQL = after.map { "(staff.name, staff.login) > (\($0[0]), \($0[$0.count - 1]))" } ?? "true"
    let rows: [Member] = try await call.database.all(
        """
        select \(Member.columns) from \(Member.source) where \(condition)
        order by staff.name, staff.login limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.name, $0.login] }
}

/// The staff page: the directory, and for administrators the way to add someone.
struct StaffView: Codable, Sendable {
    struct Row: Codable, Sendable { var name: String, login: String, roles: String, manager: String, inactive: Bool }
    var members: [Row]
    var mayAdd: Bool
    var next: String?
}

func staffPage(_ input: PageQuery, _ call: Call) async throws -> StaffView {
    let page = try await listStaff(input, call)
    let rows = page.items.map { member in
        StaffView.Row(
            name: shownName(member.name, member.nameZh, call.language), login: member.login,
            roles: member.roles.map { call.text("role_\($0.rawValue)") }.joined(separator: ", "),
            manager: member.managerName ?? "–", inactive: !member.active)
    }
    return StaffView(members: rows, mayAdd: try call.signedIn().has(.administrator), next: page.next)
}

/// The form for a new member of staff.
struct AddStaffView: Codable, Sendable {
    struct Choice: Codable, Sendable { var value: String, label: String }
    var roles: [Choice]
    var managers: [Choice]
}

func addStaffPage(_ input: NoInput, _ call: Call) async throws -> AddStaffView {
    AddStaffView(
        roles: Role.allCases.map { .init(value: $0.rawValue, label: call.text("role_\($0.rawValue)")) },
        managers: try await colleagues(call).map { .init(value: $0.login, label: "\($0.name) (\($0.login))") })
}

/// A person to choose from.
struct Colleague: Decodable, Sendable {
    var id: StaffID
    var login: String
    var name: String
}

/// Everyone who can be chosen as manager, companion or subject of a page.
func colleagues(_ call: Call) async throws -> [Colleague] {
    try await call.database.all(
        "select staff_id as id, login, name from staff where active order by name, login limit 500")
}

/// The name in the reader's script when there is one.
func shownName(_ name: String, _ nameZh: String?, _ language: Language) -> String {
    language == .zh ? nameZh ?? name : name
}
