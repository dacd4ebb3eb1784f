import Kernel

/// One approval from beginning to end: its steps in order, each with the tasks of the people it asks. A value without
/// I/O; whoever stores it holds its row locked while it changes.
public struct Approval: Sendable, Hashable {
    public let id: ApprovalID
    public let applicantID: StaffID
    public private(set) var state: ApprovalState
    public private(set) var steps: [ApprovalStep]
    /// Who ended it; nil while it is open, and when whoever asked took the request back.
    public private(set) var decidedBy: StaffID?

    /// Opens an approval: the first step's people are asked at once, later steps wait for their turn. Throws when
    /// there is nobody to ask, or when someone would approve a request of their own.
    public init(id: ApprovalID = ApprovalID(), applicantID: StaffID, course: [PlannedStep]) throws(ApprovalError) {
        guard !course.isEmpty, course.allSatisfy({ !$0.people.isEmpty }) else { throw .nobodyToAsk }
        guard !course.contains(where: { $0.people.contains(applicantID) }) else { throw .ownRequest }
        self.id = id
        self.applicantID = applicantID
        state = .open
        steps = course.enumerated().map { index, planned in
            ApprovalStep(
                number: index + 1, rule: planned.rule, state: index == 0 ? .open : .waiting,
                tasks: planned.people.map { ApprovalTask(owner: $0) })
        }
    }

    /// An approval as it was stored.
    public init(
        stored id: ApprovalID, applicantID: StaffID, state: ApprovalState, steps: [ApprovalStep], decidedBy: StaffID?
    ) {
        self.id = id
        self.applicantID = applicantID
        self.state = state
        self.steps = steps
        self.decidedBy = decidedBy
    }

    /// The tasks that wait for an answer now.
    public var openTasks: [ApprovalTask] {
        steps.filter { $0.state == .open }.flatMap(\.tasks).filter { $0.state == .open }
    }

    /// A person agrees. The last approval that a step needs opens the next step, or ends the approval.
    public mutating func approve(_ task: TaskID, by person: StaffID, comment: String? = nil) throws(ApprovalError) {
        try answer(task, .approve, by: person, comment: comment)
    }

    /// A person refuses; the reason is required.
    public mutating func reject(_ task: TaskID, by person: StaffID, comment: String) throws(ApprovalError) {
        let reason = trimmed(comment)
        guard !reason.isEmpty else { throw .reasonMissing }
        try answer(task, .reject, by: person, comment: reason)
    }

    /// The applicant takes the request back while it is open.
    public mutating func withdraw(by person: StaffID) throws(ApprovalError) {
        guard person == applicantID else { throw .notYours }
        try end(.withdraw, by: person)
    }

    /// Whoever asked needs no answer any longer. Nobody decided it: ``decidedBy`` stays nil.
    ///
    /// - Returns: false when it had been decided before; then nothing changes.
    public mutating func takeBack() -> Bool {
        guard state == .open else { return false }
        close(as: .withdrawn)
        return true
    }

    private mutating func answer(
        _ id: TaskID, _ action: TaskAction, by person: StaffID, comment: String?
    ) throws(ApprovalError) {
        let (step, task) = try position(of: id)
        guard steps[step].tasks[task].assignee == person else { throw .notYours }
        guard state != .withdrawn else { throw .takenBack }
        guard state == .open, steps[step].state == .open else { throw .alreadyDecided }
        guard let answered = TaskState.table.next(steps[step].tasks[task].state, action) else { throw .alreadyDecided }
        steps[step].tasks[task].state = answered
        steps[step].tasks[task].comment = comment
        switch steps[step].verdict {
        case .passed: try pass(step, by: person)
        case .failed:
            steps[step].close(as: .failed)
            try end(.reject, by: person)
        case nil: break
        }
    }

    private mutating func pass(_ step: Int, by person: StaffID) throws(ApprovalError) {
        steps[step].close(as: .passed)
        if step + 1 < steps.count {
            steps[step + 1].state = .open
        } else {
            try end(.approve, by: person)
        }
    }

    private mutating func end(_ action: ApprovalAction, by person: StaffID) throws(ApprovalError) {
        guard let ended = ApprovalState.table.next(state, action) else { throw .alreadyDecided }
        close(as: ended)
        decidedBy = person
    }

    private mutating func close(as ended: ApprovalState) {
        state = ended
        for index in steps.indices where steps[index].state == .open || steps[index].state == .waiting {
            steps[index].close(as: .notNeeded)
        }
    }

    private func position(of id: TaskID) throws(ApprovalError) -> (step: Int, task: Int) {
        for (index, step) in steps.enumerated() {
            if let task = step.tasks.firstIndex(where: { $0.id == id }) { return (index, task) }
        }
        throw .noSuchTask
    }
}

/// A step as it is planned: who is asked and how many must agree.
public struct PlannedStep: Sendable, Hashable {
    public let people: [StaffID]
    public let rule: StepRule

    public init(_ people: [StaffID], _ rule: StepRule = .everyone) {
        var seen: Set<StaffID> = []
        self.people = people.filter { seen.insert($0).inserted }
        self.rule = rule
    }
}
