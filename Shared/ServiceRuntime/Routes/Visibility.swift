import Kernel
import Postgres

extension Person {
    /// The condition under which the person reads a document, by its owner and how far the person's roles see. What nobody
    /// owns is read by whoever reads any. The service keeps the reporting lines as `staff (staff_id, manager_id)`.
    ///
    /// - Parameter owner: the column with the id of the owner.
    public func reads(_ owner: SQL, _ table: [Role: Reach]) -> SQL {
        guard kind == .staff else { return "false" }
        switch roles.reach(in: table) {
        case .none: return "false"
        case .own: return "(\(owner) is null or \(owner) = \(staffID))"
        case .team: return "(\(owner) is null or \(owner) in (\(team)))"
        case .subtree: return "(\(owner) is null or \(owner) in (\(subtree)))"
        case .all: return "true"
        }
    }

    /// Oneself, colleagues with the same superior, and whoever reports to oneself.
    private var team: SQL {
        """
        select \(staffID)::uuid
        union all select staff_id from staff where manager_id = \(staffID)
        union all select colleague.staff_id from staff colleague join staff me using (manager_id)
            where me.staff_id = \(staffID)
        """
    }

    /// Oneself and everyone below, however far.
    private var subtree: SQL {
        """
        with recursive below (staff_id) as (
            select \(staffID)::uuid
            union select staff.staff_id from staff join below on staff.manager_id = below.staff_id
        ) select staff_id from below
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
