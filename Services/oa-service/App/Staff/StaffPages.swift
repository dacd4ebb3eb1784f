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

/// Everyone who can be chosen as manager, companion or subject of a page.
func lookUpStaff(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
    let found: [Colleague] = try await call.database.all(
        """
        select \(Colleague.columns) from staff where active and \(query.fits("login", "name", "name_zh"))
        order by \(query.nearest("login", "name", "name_zh")) limit \(query.rowLimit)
        """)
    return found.map { $0.entry(call) }
}

/// A member of staff as the fields that refer to one show them.
struct Colleague: Decodable, Sendable {
    var id: StaffID
    var login: String
    var name: String
    var nameZh: String?
    var department: String?

    static let columns: SQL = "staff_id as id, login, name, name_zh, department"

    func entry(_ call: Call) -> LookupEntry {
        LookupEntry(
            id: id, number: login, name: call.name(name, nameZh), otherNames: [name, nameZh], note: department)
    }

    /// How a field shows a member of staff; nothing for nobody.
    static func shown(_ id: StaffID?, _ call: Call) async throws -> String {
        let found: Colleague? = try await call.database.first("select \(columns) from staff where staff_id = \(id)")
        return found?.entry(call).shown ?? ""
    }
}
