import Kernel
import Postgres
import ServiceRuntime

/// The directory, by name.
struct StaffQuery: PageRequest, Codable, Sendable {
    /// A part of a name, the sign-in name or the department.
    var q: String?
    var role: Role?
    var active: Bool?
    var sort: Sorting<StaffField>?
    var cursor: String?
    var limit: Int?
}

enum StaffField: String, SortField {
    case name, login, created

    var column: SQL? {
        switch self {
        case .name: "staff.name"
        case .login: "staff.login"
        case .created: nil
        }
    }
}

func listStaff(_ input: StaffQuery, _ call: Call) async throws -> Paged<Member> {
    let order = input.sort ?? .ascending(.name)
    let wanted = SQL.all(
        .holds(input.q, "staff.name", "staff.name_zh", "staff.login", "staff.department"),
        input.role.map { "\($0) = any(staff.roles)" }, input.active.map { "staff.active = \($0)" },
        order.after(try input.last(StaffID.self), in: "staff", id: "staff.staff_id"))
    let rows: [Member] = try await call.database.all(
        """
        select \(Member.columns(call.nameColumn(of: "manager"))) from \(Member.source) where \(wanted)
        order by \(order.clause(id: "staff.staff_id")) limit \(input.rowLimit)
        """)
    let person = try call.signedIn()
    return Paged(rows, input) { [$0.id.description] }.map { $0.seen(by: person) }
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

func staffPage(_ input: StaffQuery, _ call: Call) async throws -> StaffView {
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
