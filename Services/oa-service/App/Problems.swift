import OADomain
import ServiceRuntime

// What callers see of the domain's errors.

extension IllegalTransition: ProblemConvertible {
    public var problem: Problem { .conflict("what is \(state: state) cannot take the step \(action)") }
}

extension TripError: ProblemConvertible {
    public var problem: Problem { .invalid(field: field, Phrase(description)) }
}

extension CredentialError: ProblemConvertible {
    public var problem: Problem { .invalid(field: field, Phrase(description)) }
}

extension ReportingLineError: ProblemConvertible {
    public var problem: Problem { .invalid(field: "managerLogin", Phrase(description)) }
}

extension ApprovalError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .nobodyToAsk: .unprocessable(type: "no-approver", Phrase(description))
        case .ownRequest: .unprocessable(type: "own-request", Phrase(description))
        case .noSuchTask: Problem(type: "not-found", status: 404, title: "Not found", detail: Phrase(description))
        case .notYours: .forbidden(Phrase(description))
        case .alreadyDecided: .conflict(Phrase(description))
        case .takenBack:
            Problem(
                type: "request-taken-back", status: 409, title: "The request was taken back",
                detail: Phrase(description))
        case .reasonMissing: .invalid(field: "comment", Phrase(description))
        }
    }
}
