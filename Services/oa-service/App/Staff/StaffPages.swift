import Kernel
import Postgres
import ServiceRuntime

/// The directory, by name.
func listStaff(_ input: PageQuery, _ call: Call) async throws -> Paged<Member> {
    let after = try input.position()
    let condition: SQL = after.map { "(staff.name, staff.login) > (\($0[0]), \($0[$0.count - 1]))" } ?? "true"
    let rows: [Member] = try await call.database.all(
        """
        select \(Member.columns(call.nameColumn(of: "manager"))) from \(Member.source) where \(condition)
        order by staff.name, staff.login limit \(input.rowLimit)
        """)
    let person = try call.signedIn()
    return Paged(rows, input) { [$0.name, $0.login] }.map { $0.seen(by: person) }
}

/// The staff page: the directory, and for administrators the way to add someone.
struct StaffView: Codable, Sendable {
    struct Row: Codable, Sendable {
        var name: String, login: String, department: String, roles: String, manager: String
        var inactive: Bool
        var leaves: String?
        /// For those who may change it.
        var link: String?
    }
    var members: [Row]
    var mayAdd: Bool
    var next: String?
}

func staffPage(_ input: PageQuery, _ call: Call) async throws -> StaffView {
    let page = try await listStaff(input, call)
    let mayChange = try call.signedIn().has(.administrator)
    let rows = page.items.map { member in
        StaffView.Row(
            name: call.name(member.name, member.nameZh), login: member.login,
            department: member.department ?? "",
            roles: member.roles.map { call.text("role_\($0.rawValue)") }.joined(separator: ", "),
            manager: member.managerName ?? "–", inactive: !member.active,
            leaves: member.active ? member.leavesOn.map { call.format($0) } : nil,
            link: mayChange ? "/oa/staff/\(member.id)" : nil)
    }
    return StaffView(members: rows, mayAdd: mayChange, next: page.next)
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
        """
        select staff_id as id, login, \(call.nameColumn(of: "staff")) as name from staff
        where active order by staff.name, login limit 500
        """)
}
