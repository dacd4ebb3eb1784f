import Kernel

/// The people above someone, nearest first.
public struct ReportingLine: Sendable, Hashable {
    /// One person above.
    public struct Superior: Sendable, Hashable {
        public let id: StaffID
        /// False when the person has left; then the next one above answers.
        public let active: Bool
        public init(id: StaffID, active: Bool) {
            self.id = id
            self.active = active
        }
    }

    public let of: StaffID
    public let superiors: [Superior]

    public init(of person: StaffID, superiors: [Superior]) {
        of = person
        self.superiors = superiors
    }

    /// Whether someone may report to ``of``, whose superiors these are.
    public func check(mayTake person: StaffID) throws(ReportingLineError) {
        guard person != of else { throw .ownManager }
        guard !superiors.contains(where: { $0.id == person }) else { throw .cycle }
    }

    /// One step for each of the nearest `levels` active superiors, one after the other. Empty when there is nobody.
    public func course(levels: Int = 1) -> [PlannedStep] {
        var seen: Set<StaffID> = [of]
        return superiors.filter { $0.active && seen.insert($0.id).inserted }.prefix(levels).map { PlannedStep([$0.id]) }
    }
}

/// Why someone cannot report to someone.
public enum ReportingLineError: Error, Hashable, Sendable, CaseIterable {
    case ownManager
    /// The new manager reports, directly or through others, to the person.
    case cycle
}

extension ReportingLineError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .ownManager: "nobody reports to themselves"
        case .cycle: "this person reports to the one who is being changed: the reporting line would go in a circle"
        }
    }
}
