/// How far a lead has come. A converted lead is a customer and stays converted.
public enum LeadState: String, StateTable {
    case new, contacted, qualified, lost, converted

    public enum Action: String, Sendable {
        case contact, qualify, lose, reopen, convert
    }

    public static let subject = "lead"
    public static let moves: [(from: LeadState, action: Action, to: LeadState)] = [
        (.new, .contact, .contacted),
        (.new, .qualify, .qualified),
        (.new, .lose, .lost),
        (.new, .convert, .converted),
        (.contacted, .qualify, .qualified),
        (.contacted, .lose, .lost),
        (.contacted, .convert, .converted),
        (.qualified, .contact, .contacted),
        (.qualified, .lose, .lost),
        (.qualified, .convert, .converted),
        (.lost, .reopen, .contacted),
    ]

    /// The states a salesperson may set by hand: converting is a step of its own, because it makes a customer.
    public var settable: [LeadState] { next.filter { $0 != .converted } }

    /// The state set by hand.
    /// - Throws: ``IllegalTransition`` when the table has no such move, or it would convert the lead.
    public func set(to target: LeadState) throws(IllegalTransition) -> LeadState {
        guard settable.contains(target) else {
            throw IllegalTransition(subject: Self.subject, from: rawValue, wanted: target.rawValue)
        }
        return target
    }
}
