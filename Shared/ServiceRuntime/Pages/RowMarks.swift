/// What may be done with several rows of a list at once: rows it fits are marked, a button does it.
public struct RowMarks<Item: Sendable>: Sendable {
    struct Action: Sendable {
        let key: String
        let path: String
        let colour: String
    }
    let id: @Sendable (Item) -> String?
    private(set) var actions: [Action] = []

    /// - Parameter id: what the route gets among its `ids`; nil for a row that cannot be marked.
    public init(id: @escaping @Sendable (Item) -> String?) { self.id = id }

    /// With one more button.
    ///
    /// - Parameters:
    ///   - key: the key of its text.
    ///   - path: the full path of a route made by ``commandForSeveral(_:_:_:each:then:_:)``.
    ///   - colour: a contextual colour of Bootstrap.
    public func offering(_ key: String, _ path: String, colour: String = "primary") -> RowMarks {
        var marks = self
        marks.actions.append(Action(key: key, path: path, colour: colour))
        return marks
    }
}
