/// Where money stands that is owed back.
public enum RefundState: String, Sendable, CaseIterable, Codable {
    /// In the books as owed.
    case due
    /// It left the bank.
    case paid

    /// The one table of transitions.
    public static let table = StateTable<RefundState, RefundAction>("refund", [(.due, .pay, .paid)])
}

/// What can be done with money that is owed back.
public enum RefundAction: String, Sendable, CaseIterable {
    case pay = "be paid"
}
