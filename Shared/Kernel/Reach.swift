/// How far a role sees: whose documents it may read, along the reporting lines.
public enum Reach: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// None at all.
    case none
    /// Those one owns.
    case own
    /// Also those of colleagues with the same superior, and of whoever reports to oneself.
    case team
    /// Also those of everyone below, however far.
    case subtree
    /// All.
    case all

    public static func < (a: Reach, b: Reach) -> Bool { a.rawValue < b.rawValue }
}

extension Set<Role> {
    /// How far these roles see together: roles combine, the farthest counts. Administrators see all.
    public func reach(in table: [Role: Reach]) -> Reach {
        contains(.administrator) ? .all : compactMap { table[$0] }.max() ?? .none
    }
}
