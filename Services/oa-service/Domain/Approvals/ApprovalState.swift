/// Where an approval stands. It leaves `open` exactly once.
public enum ApprovalState: String, Sendable, CaseIterable {
    case open, approved, rejected, withdrawn

    public static let table = StateTable<ApprovalState, ApprovalAction>([
        (.open, .approve, .approved),
        (.open, .reject, .rejected),
        (.open, .withdraw, .withdrawn),
    ])
}

/// What ends an approval.
public enum ApprovalAction: String, Sendable, CaseIterable {
    case approve, reject, withdraw
}

/// Where one step of an approval stands.
public enum StepState: String, Sendable, CaseIterable {
    /// Its turn has not come.
    case waiting
    case open, passed, failed
    /// The approval ended before or without it.
    case notNeeded = "not_needed"
}

/// Where one person's task stands.
public enum TaskState: String, Sendable, CaseIterable {
    case open, approved, rejected
    /// Others decided, or the applicant withdrew.
    case notNeeded = "not_needed"

    public static let table = StateTable<TaskState, TaskAction>([
        (.open, .approve, .approved),
        (.open, .reject, .rejected),
        (.open, .cancel, .notNeeded),
    ])
}

/// What can happen to a task.
public enum TaskAction: String, Sendable, CaseIterable {
    case approve, reject, cancel
}
