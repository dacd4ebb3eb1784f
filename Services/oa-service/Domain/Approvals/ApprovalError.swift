/// Why an approval cannot be opened or answered.
public enum ApprovalError: Error, Hashable, Sendable, CaseIterable {
    case nobodyToAsk
    case ownRequest
    case noSuchTask
    case notYours
    case alreadyDecided
    case takenBack
    case reasonMissing
}

extension ApprovalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nobodyToAsk: "there is nobody to approve this: the applicant has no manager"
        case .ownRequest: "nobody approves a request of their own"
        case .noSuchTask: "there is no such approval task"
        case .notYours: "this is another person's to decide"
        case .alreadyDecided: "this has already been decided"
        case .takenBack: "the request was taken back: there is nothing to decide any more"
        case .reasonMissing: "a refusal needs a reason"
        }
    }
}
