import Kernel

/// One step of an approval: people who are asked at the same time, and how many of them must agree. Steps follow each
/// other (依次).
public struct ApprovalStep: Sendable, Hashable {
    /// From 1.
    public let number: Int
    public let rule: StepRule
    public internal(set) var state: StepState
    public internal(set) var tasks: [ApprovalTask]

    public init(number: Int, rule: StepRule, state: StepState, tasks: [ApprovalTask]) {
        self.number = number
        self.rule = rule
        self.state = state
        self.tasks = tasks
    }

    /// How the step ends with the answers given so far, or nil. Added signers (`parent` is set) answer to their parent
    /// task, not to the step.
    var verdict: StepRule.Verdict? {
        let own = tasks.filter { $0.parent == nil }
        return rule.verdict(
            people: own.count, approvals: own.count { $0.state == .approved },
            rejections: own.count { $0.state == .rejected })
    }

    mutating func close(as state: StepState) {
        self.state = state
        for index in tasks.indices where tasks[index].state == .open { tasks[index].state = .notNeeded }
    }
}

/// One person's part in a step.
public struct ApprovalTask: Sendable, Hashable {
    public let id: TaskID
    /// Whose task it is by the course of the approval; stays when the task is handed to someone else.
    public let owner: StaffID
    /// Who has to answer now.
    public let assignee: StaffID
    /// The task that this one was added to (加签); nil for the step's own tasks.
    public let parent: TaskID?
    public internal(set) var state: TaskState
    public internal(set) var comment: String?

    public init(
        id: TaskID = TaskID(), owner: StaffID, assignee: StaffID? = nil, parent: TaskID? = nil,
        state: TaskState = .open, comment: String? = nil
    ) {
        self.id = id
        self.owner = owner
        self.assignee = assignee ?? owner
        self.parent = parent
        self.state = state
        self.comment = comment
    }

    /// The same task before somebody else; it stays the owner's by the course of the approval.
    public func handed(to person: StaffID) -> ApprovalTask {
        ApprovalTask(id: id, owner: owner, assignee: person, parent: parent, state: state, comment: comment)
    }
}
