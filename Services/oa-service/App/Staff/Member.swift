import JSONSchema
import Kernel
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// A member of staff as the directory shows them.
struct Member: Editable, Codable, Sendable {
    var id: StaffID
    var login: String
    var name: String
    var nameZh: String?
    var email: String?
    var roles: [Role]
    var managerID: StaffID?
    var managerName: String?
    var active: Bool
    var department: String?
    var leavesOn: BusinessDate?
    var etag: String?

    /// - Parameter managerName: the column with the name of the manager.
    static func columns(_ managerName: SQL = "manager.name") -> SQL {
        """
        staff.staff_id as id, staff.login, staff.name, staff.name_zh, staff.email, staff.roles, staff.manager_id,
        \(managerName) as manager_name, staff.active, staff.department, staff.leaves_on,
        staff.xmin::text as etag
        """
    }
    static let source: SQL = "staff left join staff manager on manager.staff_id = staff.manager_id"

    /// Reads a member of staff; nil when there is nobody.
    static func find(_ id: StaffID, _ database: some PostgresExecutor) async throws -> Member? {
        try await database.first("select \(columns()) from \(source) where staff.staff_id = \(id)")
    }

    /// As the person sees it: the last day at work is known to HR, administrators and oneself.
    func seen(by person: Person) -> Member {
        guard id != person.staffID, !person.has(.hr) else { return self }
        var member = self
        member.leavesOn = nil
        return member
    }

    /// The event that tells the others.
    var changed: StaffChanged {
        StaffChanged(
            staffID: id, login: login, name: name, nameZh: nameZh, email: email, roles: roles, managerID: managerID,
            active: active, department: department, leavesOn: leavesOn)
    }
}

/// The name of an active member of staff. Throws a 404 problem when there is nobody.
func nameOfStaff(
    _ id: StaffID, _ database: some PostgresExecutor, _ column: SQL = "staff.name"
) async throws -> String {
    let name: String? = try await database.first("select \(column) from staff where staff_id = \(id) and active")
    guard let name else { throw Problem.notFound("member of staff", id) }
    return name
}

private struct SuperiorRow: Decodable, Sendable { var id: StaffID, active: Bool }

/// The people above someone, nearest first.
func reportingLine(of person: StaffID, _ database: some PostgresExecutor) async throws -> ReportingLine {
    let rows: [SuperiorRow] = try await database.all(
        """
        with recursive line as (
            select manager_id, 1 as height from staff where staff_id = \(person)
            union all
            select staff.manager_id, line.height + 1
            from line join staff on staff.staff_id = line.manager_id where line.height < 32
        )
        select staff.staff_id as id, staff.active from line join staff on staff.staff_id = line.manager_id
        order by line.height
        """)
    return ReportingLine(of: person, superiors: rows.map { .init(id: $0.id, active: $0.active) })
}
