import CRMDomain
import ServiceRuntime

// What the caller sees of a refusal by the rules.

extension IllegalTransition: ProblemConvertible {
    public var problem: Problem {
        .conflict("the \(thing: subject) is \(state: from): \(wanted) is not possible")
    }
}

extension OpportunityError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .illegal(let transition): transition.problem
        case .lostWithoutReason: .invalid(field: "note", "must say why the deal was lost")
        case .closed(let stage): .conflict("the opportunity is \(state: stage.rawValue)")
        }
    }
}

extension QuoteError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .noLines: .invalid(field: "lines", "must hold at least one line")
        case .tooManyLines: .invalid(field: "lines", "must not hold more than \(QuoteContent.mostLines) lines")
        case .validityPassed(let date): .conflict("the version was valid until \(date): make a new one")
        case .illegal(let transition): transition.problem
        case .closed: .conflict("the quote is closed")
        }
    }
}

extension AcceptanceError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .notSent(let state): .conflict("the version is \(state: state.rawValue), not sent")
        case .superseded: .conflict("a later version has taken this one's place")
        case .alreadyAccepted: .conflict("the version is accepted already")
        case .expired(let date): .conflict("the version was valid until \(date)")
        case .contentChanged: .conflict("the content is not what was submitted or approved")
        }
    }
}

extension FloorPriceUnknown: ProblemConvertible {
    public var problem: Problem { .notYetKnown("floor price of product", productID) }
}
