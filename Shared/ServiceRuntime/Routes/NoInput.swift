/// The input of a route that needs none, and the output of one that has nothing to say.
public struct NoInput: Codable, Sendable {
    public init() {}
}

/// The output of a command that has nothing to say beyond its success.
public struct Done: Codable, Sendable {
    public init() {}
}
