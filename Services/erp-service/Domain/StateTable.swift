/// The states of a document as one table of (from, action, to).
public struct StateTable<State, Action>: Sendable
where State: Hashable & Sendable & RawRepresentable<String>, Action: Hashable & Sendable & RawRepresentable<String> {
    private struct Edge: Hashable { var from: State, action: Action }

    /// What the table is about, for the error: `sales order`.
    public let document: String
    private let edges: [Edge: State]

    init(_ document: String, _ rows: [(from: State, action: Action, to: State)]) {
        self.document = document
        edges = Dictionary(rows.map { (Edge(from: $0.from, action: $0.action), $0.to) }, uniquingKeysWith: { $1 })
    }

    /// The state after `action`.
    /// - Throws: `IllegalTransition` when the table has no such row.
    public func next(_ state: State, _ action: Action) throws(IllegalTransition) -> State {
        guard let next = edges[Edge(from: state, action: action)] else {
            throw IllegalTransition(document: document, state: state.rawValue, action: action.rawValue)
        }
        return next
    }

    /// Whether the table has a row for `action` in `state`.
    public func allows(_ action: Action, in state: State) -> Bool {
        edges[Edge(from: state, action: action)] != nil
    }
}

/// A document cannot do that in the state it is in.
public struct IllegalTransition: Error, Sendable, Equatable, CustomStringConvertible {
    public let document: String
    public let state: String
    public let action: String

    public init(document: String, state: String, action: String) {
        self.document = document
        self.state = state
        self.action = action
    }
    public var description: String { "a \(document) that is \(state) cannot \(action)" }
}
