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

    /// One step for each of the nearest `levels` active superiors, one after the other. Empty when there is nobody.
    public func course(levels: Int = 1) -> [PlannedStep] {
        var seen: Set<StaffID> = [of]
        return superiors.filter { $0.active && seen.insert($0.id).inserted }.prefix(levels).map { PlannedStep([$0.id]) }
    }
}
