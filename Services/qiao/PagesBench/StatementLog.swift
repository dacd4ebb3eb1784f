import Foundation
import Postgres

/// A statement as the server's log has it.
struct LoggedStatement: Sendable {
    let text: String
    /// Of its parameters, as they stand in SQL.
    var values = ""

    var isReading: Bool { ["select", "with"].contains { text.lowercased().hasPrefix($0) } }
}

/// What the server's log says of a service's statements while pages are asked for.
struct StatementLog: Sendable {
    private let file: URL
    private let database: PostgresConnection
    /// What the service asks by itself, whether anybody looks at a page or not.
    private var background: Set<String> = []

    /// - Parameter file: of a node whose owner the connection's is.
    init(file: URL, _ database: PostgresConnection) async throws {
        (self.file, self.database) = (file, database)
        background = Set(try await logged { try await Task.sleep(for: .seconds(4)) }.map(\.text))
    }

    /// The statements of one page.
    func statements(of path: String, _ reader: PageReader) async throws -> [LoggedStatement] {
        let times = 20
        // At first they are prepared, and their tables looked up.
        for _ in 1...3 { try await reader.read(path) }
        let logged = try await logged { for _ in 1...times { try await reader.read(path) } }
        let texts = Dictionary(
            grouping: logged.filter { !background.contains($0.text) }.enumerated(), by: \.element.text)
        return texts.values.sorted { $0[0].offset < $1[0].offset }.flatMap { same in
            same.suffix(Int((Double(same.count) / Double(times)).rounded())).map(\.element)
        }
    }

    /// What the service asks while something is done.
    private func logged(_ body: () async throws -> Void) async throws -> [LoggedStatement] {
        try await log("all")
        let begin = try size()
        do { try await body() } catch {
            try? await log("none")
            throw error
        }
        try await log("none")
        return Self.parse(try text(from: begin), user: "crm")
    }

    private func log(_ which: String) async throws {
        try await database.script("alter system set log_statement = '\(which)'")
        try await database.script("select pg_reload_conf()")
        // The server tells all its processes before it lets a new one in.
        var shown = ""
        while shown != which {
            let newcomer = PostgresConnection(database.configuration)
            shown = try await newcomer.one("show log_statement", as: String.self)
            await newcomer.close()
        }
    }

    private func size() throws -> UInt64 {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        return try handle.seekToEnd()
    }

    private func text(from offset: UInt64) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        try handle.seek(toOffset: offset)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// Entries begin with a time, `[process] user program LEVEL:  `; further lines of theirs are indented.
    static func parse(_ text: String, user: String) -> [LoggedStatement] {
        var statements: [LoggedStatement] = []
        /// Where the latest statement of each process is.
        var latest: [Substring: Int] = [:]
        for entry in text.replacing("\n\t", with: " ").split(separator: "\n") {
            guard let match = entry.firstMatch(of: #/\[(\d+)\] (\S+) .+? (LOG|DETAIL):  (.*)/#), match.2 == user else {
                continue
            }
            let (process, level, said) = (match.1, match.3, match.4)
            if level == "LOG", let statement = said.firstMatch(of: #/^(?:execute \S+|statement): (.*)/#) {
                latest[process] = statements.count
                statements.append(LoggedStatement(text: String(statement.1)))
            } else if level == "DETAIL", said.hasPrefix("parameters: "), let place = latest[process] {
                let values = said.matches(of: #/\$\d+ = ('(?:[^']|'')*'|NULL)/#).map { String($0.1) }
                statements[place].values = values.joined(separator: ", ")
            }
        }
        return statements
    }
}
