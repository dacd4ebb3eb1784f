/// The states of one version of a quote. Its content never changes; a correction is a new version.
public enum QuoteVersionState: String, StateTable {
    case draft
    case inApproval = "in_approval"
    case sent, rejected, superseded, accepted, declined

    public enum Action: String, Sendable {
        case requestApproval, send, approve, reject, supersede, restore, accept, decline
    }

    public static let subject = "quote version"
    public static let moves: [(from: QuoteVersionState, action: Action, to: QuoteVersionState)] = [
        (.draft, .send, .sent),
        (.draft, .requestApproval, .inApproval),
        (.draft, .supersede, .superseded),
        (.draft, .decline, .declined),
        (.inApproval, .approve, .sent),
        (.inApproval, .reject, .rejected),
        (.inApproval, .supersede, .superseded),
        (.inApproval, .decline, .declined),
        (.sent, .supersede, .superseded),
        (.sent, .accept, .accepted),
        (.sent, .decline, .declined),
        // What the customer holds is good again when the version that replaced it was refused.
        (.superseded, .restore, .sent),
    ]

    /// Neither decided nor replaced.
    public var isOpen: Bool { [.draft, .inApproval, .sent].contains(self) }
}
