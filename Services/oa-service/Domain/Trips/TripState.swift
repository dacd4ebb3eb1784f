/// Where a trip stands.
public enum TripState: String, Sendable, CaseIterable {
    /// Filed, waits for the approver.
    case submitted
    /// Approved, waits for the money.
    case approved
    /// The money is reserved: the trip may take place.
    case funded
    /// The traveller is back and has reported.
    case completed
    case rejected
    /// The traveller took it back.
    case withdrawn
    /// The approval was undone: there was no money.
    case undone

    /// The life of a trip.
    public static let table = StateTable<TripState, TripAction>([
        (.submitted, .approve, .approved),
        (.submitted, .reject, .rejected),
        (.submitted, .withdraw, .withdrawn),
        (.approved, .fund, .funded),
        (.approved, .undo, .undone),
        (.approved, .withdraw, .withdrawn),
        (.funded, .withdraw, .withdrawn),
        (.funded, .complete, .completed),
    ])

    /// True while the travellers' attendance shows the trip: from the approval on, unless it was taken back.
    public var marksAttendance: Bool {
        switch self {
        case .approved, .funded, .completed: true
        case .submitted, .rejected, .withdrawn, .undone: false
        }
    }
}

/// What can happen to a trip.
public enum TripAction: String, Sendable, CaseIterable {
    case approve, reject, withdraw, complete
    /// Finance reserved the money.
    case fund
    /// Finance declined: the approval is undone.
    case undo
}
