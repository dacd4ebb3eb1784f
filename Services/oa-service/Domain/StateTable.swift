/// A state machine as one table: which action leads from which state to which. What the table does not hold is illegal.
public struct StateTable<State: RawRepresentable & Hashable & Sendable, Action: RawRepresentable & Hashable & Sendable>:
    Sendable
where State.RawValue == String, Action.RawValue == String {
    /// One row: in `from`, `action` leads to `to`.
    public typealias Row = (from: State, action: Action, to: State)

    public let rows: [Row]

    public init(_ rows: [Row]) { self.rows = rows }

    /// The state that follows, or nil when the action is illegal in this state.
    public func next(_ state: State, _ action: Action) -> State? {
        rows.first { $0.from == state && $0.action == action }?.to
    }

    /// The state that follows. Throws `IllegalTransition` when the table holds no such row.
    public func state(after action: Action, from state: State) throws(IllegalTransition) -> State {
        guard let next = next(state, action) else {
            throw IllegalTransition(state: state.rawValue, action: action.rawValue)
        }
        return next
    }

    public func allows(_ action: Action, from state: State) -> Bool { next(state, action) != nil }

    /// True when no action leads out of the state.
    public func isFinal(_ state: State) -> Bool { !rows.contains { $0.from == state } }
}

/// An action that the state of the thing does not allow.
public struct IllegalTransition: Error, Hashable, CustomStringConvertible {
    public let state: String
    public let action: String

    public init(state: String, action: String) {
        self.state = state
        self.action = action
    }
    public var description: String { "cannot \(action) what is \(state)" }
}
