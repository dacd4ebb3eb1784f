import Kernel
import Postgres

extension Person {
    /// The condition under which the person reads a document, by its owner and how far the person's roles see. What nobody
    /// owns is read by whoever reads any. The service keeps the reporting lines as `staff (staff_id, manager_id)`, and
    /// has called `rt_keep_lines()` in a migration.
    ///
    /// - Parameter owner: the column with the id of the owner.
    public func reads(_ owner: SQL, _ table: [Role: Reach]) -> SQL {
        guard kind == .staff else { return "false" }
        let owns: SQL = "\(owner) is null or \(owner) = \(staffID)"
        switch roles.reach(in: table) {
        case .none: return "false"
        case .own: return "(\(owns))"
        case .team: return "(\(owns) or \(isInTeam(owner)))"
        case .subtree: return "(\(owns) or \(isBelow(owner)))"
        case .all: return "true"
        }
    }

    /// Whether somebody reports to oneself or has the same superior.
    private func isInTeam(_ somebody: SQL) -> SQL {
        """
        exists (select from staff member where member.staff_id = \(somebody) and (member.manager_id = \(staffID)
            or member.manager_id = (select manager_id from staff where staff_id = \(staffID))))
        """
    }

    /// Whether somebody reports to oneself, however far.
    private func isBelow(_ somebody: SQL) -> SQL {
        """
        exists (select from rt_reports_to line
            where line.superior_id = \(staffID) and line.staff_id = \(somebody))
        """
    }
}

/// Whose documents of a kind somebody sees, in words.
public struct Visibility: Codable, Sendable {
    /// The kind, such as `trips`.
    public let documents: String
    public let rule: String

    public init(_ documents: String, rule: String) { (self.documents, self.rule) = (documents, rule) }

    /// The rule of a table of reaches, as the queries use it.
    public init(_ documents: String, _ table: [Role: Reach]) {
        let byReach = Dictionary(grouping: table, by: \.value).mapValues { $0.map(\.key.rawValue).sorted() }
        let parts = byReach.sorted { $0.key < $1.key }.map { reach, roles in
            "\(reach) by \(roles.joined(separator: ", "))"
        }
        self.init(documents, rule: parts.joined(separator: "; "))
    }
}
