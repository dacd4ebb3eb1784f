import OADomain
import ServiceRuntime

// What callers see of the domain's errors.

extension IllegalTransition: ProblemConvertible {
    public var problem: Problem { .conflict(description) }
}

extension TripError: ProblemConvertible {
    public var problem: Problem { .invalid(field: field, description) }
}

extension CredentialError: ProblemConvertible {
    public var problem: Problem { .invalid(field: field, description) }
}

extension ApprovalError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .nobodyToAsk: .unprocessable(type: "no-approver", description)
        case .ownRequest: .unprocessable(type: "own-request", description)
        case .noSuchTask: Problem(type: "not-found", status: 404, title: "Not found", detail: description)
        case .notYours: .forbidden(description)
        case .alreadyDecided: .conflict(description)
        case .takenBack:
            Problem(type: "request-taken-back", status: 409, title: "The request was taken back", detail: description)
        case .reasonMissing: .invalid(field: "comment", description)
        }
    }
}
