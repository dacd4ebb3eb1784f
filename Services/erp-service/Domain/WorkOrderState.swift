/// Where a work order stands.
public enum WorkOrderState: String, Sendable, CaseIterable, Codable {
    case planned
    /// Material is issued; cost gathers in work in progress.
    case started
    case completed
    case cancelled

    /// The one table of transitions.
    public static let table = StateTable<WorkOrderState, WorkOrderAction>(
        "work order",
        [
            (.planned, .start, .started),
            (.started, .complete, .completed),
            (.planned, .cancel, .cancelled),
        ])
}

/// What can be done to a work order.
public enum WorkOrderAction: String, Sendable, CaseIterable {
    case start, complete, cancel
}
