import Kernel

/// The stages of an opportunity. It is won by an accepted quote, never by hand; lost, it keeps the reason.
public enum OpportunityStage: String, StateTable {
    case qualification, needs, proposal, negotiation, won, lost

    public enum Action: String, Sendable {
        case move, win, lose, reopen
    }

    public static let subject = "opportunity"
    /// The stages in which the customer has not decided yet, in their usual order.
    public static let open: [OpportunityStage] = [.qualification, .needs, .proposal, .negotiation]

    public static let moves: [(from: OpportunityStage, action: Action, to: OpportunityStage)] =
        open.flatMap { from in open.filter { $0 != from }.map { (from, .move, $0) } }
        + open.map { ($0, .win, .won) }
        + open.map { ($0, .lose, .lost) }
        + [(.lost, .reopen, .qualification)]

    public var isOpen: Bool { Self.open.contains(self) }

    /// The chance of winning, as a share of one, that weights a forecast.
    public var probability: ExactDecimal {
        switch self {
        case .qualification: ExactDecimal(millionths: 100_000)
        case .needs: ExactDecimal(millionths: 300_000)
        case .proposal: ExactDecimal(millionths: 500_000)
        case .negotiation: ExactDecimal(millionths: 700_000)
        case .won: .one
        case .lost: .zero
        }
    }

    /// The stages a salesperson may set by hand.
    public var settable: [OpportunityStage] { next.filter { $0 != .won } }

    /// The stage set by hand; losing wants a reason.
    /// - Throws: ``OpportunityError``.
    public func set(to target: OpportunityStage, reason: String?) throws(OpportunityError) -> OpportunityStage {
        guard settable.contains(target) else {
            throw .illegal(IllegalTransition(subject: Self.subject, from: rawValue, wanted: target.rawValue))
        }
        guard target != .lost || reason?.isEmpty == false else { throw .lostWithoutReason }
        return target
    }

    /// The stage once something happened that belongs to `stage`: it never goes back by itself.
    public func advanced(to stage: OpportunityStage) -> OpportunityStage {
        guard let here = Self.open.firstIndex(of: self), let there = Self.open.firstIndex(of: stage) else {
            return self
        }
        return there > here ? stage : self
    }
}

/// Why an opportunity cannot be changed so.
public enum OpportunityError: Error, Equatable {
    case illegal(IllegalTransition)
    /// A lost deal without its reason teaches nothing.
    case lostWithoutReason
    /// Won or lost: no more quotes.
    case closed(OpportunityStage)
}
