/// How many of a step's people must agree.
public enum StepRule: Sendable, Hashable {
    /// 或签: the first answer decides.
    case any
    /// 会签: at least this percentage must agree; 100 means everyone. A step of one person is such a step.
    case countersign(percent: Int)

    /// Everyone must agree.
    public static let everyone = StepRule.countersign(percent: 100)

    /// How the step ends with these answers, or nil while it is still undecided.
    ///
    /// A countersign passes with `ceil(n·r)` approvals and fails as soon as that many can no longer be reached; `n` is
    /// the number of people when the step opened.
    public func verdict(people: Int, approvals: Int, rejections: Int) -> Verdict? {
        switch self {
        case .any:
            return approvals > 0 ? .passed : rejections > 0 ? .failed : nil
        case .countersign(let percent):
            let needed = (people * percent + 99) / 100
            if approvals >= needed { return .passed }
            return rejections > people - needed ? .failed : nil
        }
    }

    /// How a step ended.
    public enum Verdict: Sendable, Hashable {
        case passed, failed
    }
}
