import Foundation

/// One step of a schema's history: a numbered piece of SQL that never changes after it landed.
public struct Migration: Sendable {
    /// Its place in the history, from 1 without gaps.
    public let number: Int
    /// What it does, in a few words.
    public let name: String
    /// Its statements; names are unqualified, the schema comes from the search path.
    public let text: String

    public init(number: Int, name: String, text: String) {
        self.number = number
        self.name = name
        self.text = text
    }

    /// `0001-name`
    public var title: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + name
    }

    /// Reads a file `0001-name.sql`.
    /// - Throws: ``PostgresError/migration(_:)`` for another name, or the file system's error.
    init(file: URL) throws {
        let title = file.deletingPathExtension().lastPathComponent
        let parts = title.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), number > 0 else {
            throw PostgresError.migration("\(file.lastPathComponent) must be named like 0001-name.sql")
        }
        self.init(number: number, name: String(parts[1]), text: try String(contentsOf: file, encoding: .utf8))
    }
}

/// What a migration run did.
public struct MigrationReport: Sendable, Equatable {
    /// Titles of the steps applied now, in order.
    public var applied: [String] = []
    /// How many steps the schema had before.
    public var alreadyThere = 0

    public init(applied: [String] = [], alreadyThere: Int = 0) {
        self.applied = applied
        self.alreadyThere = alreadyThere
    }
}
