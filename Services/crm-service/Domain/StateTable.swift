/// States whose legal moves are one table of (from, action, to). What the table does not name is refused.
public protocol StateTable: RawRepresentable<String>, CaseIterable, Hashable, Codable, Sendable {
    associatedtype Action: RawRepresentable<String>, Hashable, Sendable
    /// What the states belong to, as people call it: `lead`.
    static var subject: String { get }
    /// Every legal move.
    static var moves: [(from: Self, action: Action, to: Self)] { get }
}

extension StateTable {
    /// The state after `action`.
    /// - Throws: ``IllegalTransition`` when the table has no such move.
    public func after(_ action: Action) throws(IllegalTransition) -> Self {
        guard let move = Self.moves.first(where: { $0.from == self && $0.action == action }) else {
            throw IllegalTransition(subject: Self.subject, from: rawValue, wanted: action.rawValue)
        }
        return move.to
    }

    /// The action that leads from this state to `target`; nil when none does.
    public func action(to target: Self) -> Action? {
        Self.moves.first { $0.from == self && $0.to == target }?.action
    }

    /// The states that can be reached from this one by one move.
    public var next: [Self] { Self.moves.filter { $0.from == self }.map(\.to) }
}

/// A move that a state table does not allow.
public struct IllegalTransition: Error, Equatable {
    public let subject: String
    public let from: String
    /// The action or the state that was asked for.
    public let wanted: String

    public init(subject: String, from: String, wanted: String) {
        self.subject = subject
        self.from = from
        self.wanted = wanted
    }
}
