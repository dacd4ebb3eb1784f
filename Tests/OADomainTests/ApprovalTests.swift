import Kernel
import OADomain
import Testing

@Suite struct ApprovalTests {
    private let joe = StaffID(), ben = StaffID(), ann = StaffID(), fay = StaffID()

    private func approval(_ course: PlannedStep...) throws -> Approval {
        try Approval(applicantID: joe, course: course)
    }
    private func task(_ approval: Approval, of person: StaffID) throws -> TaskID {
        try #require(approval.steps.flatMap(\.tasks).first { $0.assignee == person }).id
    }

    @Test func goesUpTheLineOneAfterTheOther() throws {
        var approval = try approval(PlannedStep([ben]), PlannedStep([ann]))
        #expect(approval.openTasks.map(\.assignee) == [ben])
        let early = try task(approval, of: ann)
        #expect(throws: ApprovalError.alreadyDecided) { try approval.approve(early, by: ann) }
        try approval.approve(try task(approval, of: ben), by: ben)
        #expect(approval.state == .open)
        #expect(approval.openTasks.map(\.assignee) == [ann])
        try approval.approve(try task(approval, of: ann), by: ann)
        #expect(approval.state == .approved)
        #expect(approval.decidedBy == ann)
        #expect(approval.openTasks.isEmpty)
    }

    @Test func rejectionEndsItAndSparesTheRest() throws {
        var approval = try approval(PlannedStep([ben]), PlannedStep([ann]))
        try approval.reject(try task(approval, of: ben), by: ben, comment: "not now")
        #expect(approval.state == .rejected)
        #expect(approval.steps.map(\.state) == [.failed, .notNeeded])
        #expect(approval.steps[1].tasks.map(\.state) == [.notNeeded])
    }

    @Test func refusesWhatIsNotAllowed() throws {
        #expect(throws: ApprovalError.ownRequest) { try self.approval(PlannedStep([joe])) }
        #expect(throws: ApprovalError.nobodyToAsk) { try self.approval() }
        var approval = try approval(PlannedStep([ben]))
        let bens = try task(approval, of: ben)
        #expect(throws: ApprovalError.notYours) { try approval.approve(bens, by: ann) }
        #expect(throws: ApprovalError.reasonMissing) { try approval.reject(bens, by: ben, comment: " ") }
        #expect(throws: ApprovalError.notYours) { try approval.withdraw(by: ben) }
        #expect(throws: ApprovalError.noSuchTask) { try approval.approve(TaskID(), by: ben) }
        #expect(approval.state == .open)
    }

    @Test func threeOfFivePassWithTwoRejections() throws {
        let five = (0..<5).map { _ in StaffID() }
        var approval = try approval(PlannedStep(five, .countersign(percent: 60)))
        for person in five[0...1] { try approval.reject(try task(approval, of: person), by: person, comment: "no") }
        #expect(approval.state == .open)
        for person in five[2...4] { try approval.approve(try task(approval, of: person), by: person) }
        #expect(approval.state == .approved)
    }

    @Test func anyOfEndsWithTheFirstAnswer() throws {
        var approval = try approval(PlannedStep([ben, ann], .any))
        let anns = try task(approval, of: ann)
        try approval.approve(try task(approval, of: ben), by: ben)
        #expect(approval.state == .approved)
        #expect(throws: ApprovalError.alreadyDecided) { try approval.reject(anns, by: ann, comment: "late") }
    }

    /// Whatever people do in whatever order: one outcome, reached once, and nothing waits for anyone afterwards.
    @Test func hasExactlyOneOutcomeWhateverPeopleDo() throws {
        var generator = SeededGenerator(seed: 42)
        let rules: [StepRule] = [.any, .everyone, .countersign(percent: 50), .countersign(percent: 34)]
        for _ in 0..<400 {
            let course = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                PlannedStep(
                    [ben, ann, fay].shuffled(using: &generator), rules.randomElement(using: &generator) ?? .any)
            }
            var approval = try Approval(applicantID: joe, course: course)
            var outcomes: [ApprovalState] = []
            for _ in 0..<300 {
                let before = approval
                act(on: &approval, using: &generator)
                if before.state != approval.state { outcomes.append(approval.state) }
                if before.state != .open { #expect(before == approval) }
                #expect((approval.state == .open) == !approval.openTasks.isEmpty)
                #expect(approval.steps.count { $0.state == .open } == (approval.state == .open ? 1 : 0))
            }
            #expect(outcomes.count == 1)
        }
    }

    private func act(on approval: inout Approval, using generator: inout SeededGenerator) {
        guard let task = approval.steps.flatMap(\.tasks).randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: try? approval.withdraw(by: joe)
        case 1...4: try? approval.reject(task.id, by: task.assignee, comment: "no")
        default: try? approval.approve(task.id, by: task.assignee)
        }
    }
}

@Suite struct ReportingLineTests {
    @Test func asksTheNearestWhoIsStillThere() {
        let (joe, gone, ben, boss) = (StaffID(), StaffID(), StaffID(), StaffID())
        let line = ReportingLine(
            of: joe,
            superiors: [
                .init(id: gone, active: false), .init(id: ben, active: true), .init(id: joe, active: true),
                .init(id: boss, active: true),
            ])
        #expect(line.course() == [PlannedStep([ben])])
        #expect(line.course(levels: 5) == [PlannedStep([ben]), PlannedStep([boss])])
        #expect(ReportingLine(of: joe, superiors: []).course().isEmpty)
    }
}
