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
struct StaffView: ShowsTable, Codable, Sendable {
    let table: DataTable
    let mayAdd: Bool
}

func staffPage(_ input: StaffQuery, _ call: Call) async throws -> StaffView {
    let mayChange = try call.signedIn().has(.administrator)
    return StaffView(
        table: DataTable(
            try await call.listed("staff", input, listStaff), sorted: (input.sort ?? .ascending(.name)).word,
            filters: [
                .text("action_search"),
                .choice(
                    "role", "staff_roles",
                    Role.allCases.map { Choice(value: $0.rawValue, label: call.text("role_\($0.rawValue)")) }),
                .choice(
                    "active", "staff_employed",
                    [("true", "staff_works_here"), ("false", "staff_inactive")].map {
                        Choice(value: $0.0, label: call.text($0.1))
                    }),
            ], empty: "staff_empty",
            columns: [
                .init("staff_name", sort: "name") {
                    let name = call.name($0.name, $0.nameZh)
                    return mayChange ? .link(name, to: "/oa/staff/\($0.id)") : .text(name)
                },
                .init("staff_login", sort: "login") { .text($0.login) },
                .init("staff_department") { .text($0.department) },
                .init("staff_roles") {
                    .text($0.roles.map { call.text("role_\($0.rawValue)") }.joined(separator: ", "))
                },
                .init("staff_manager") { .text($0.managerName) },
                .init("staff_employed") { .text(employment(of: $0, call)) },
            ], call), mayAdd: mayChange)
}

private func employment(of member: Member, _ call: Call) -> String {
    guard member.active else { return call.text("staff_inactive") }
    return member.leavesOn.map { "\(call.text("staff_leaves_on")) \(call.format($0))" } ?? call.text("staff_works_here")
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
