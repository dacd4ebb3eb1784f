import Foundation

/// What a publisher knows of its transactions, line by line, in a file that outlives it: `begun`, then what became of
/// it. A transaction that was begun and nothing more, or whose COMMIT nobody can answer for, is `unknown`: it may be
/// there or not, but once and whole.
final class Journal: Sendable {
    enum Outcome: String { case begun, committed, failed, unknown }

    private let file: Int32

    /// Appends to the file; every line is one write, so that several workers may share it.
    init(_ path: String) throws {
        file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit { close(file) }

    func note(_ outcome: Outcome, _ nonce: UUID) {
        var line = Array("\(outcome.rawValue) \(nonce.uuidString)\n".utf8)
        _ = write(file, &line, line.count)
    }

    /// The last word on every transaction in the files.
    static func outcomes(_ paths: [String]) throws -> [UUID: Outcome] {
        var outcomes: [UUID: Outcome] = [:]
        for path in paths {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count == 2, let outcome = Outcome(rawValue: String(words[0])),
                    let nonce = UUID(uuidString: String(words[1]))
                else { continue }
                outcomes[nonce] = outcome
            }
        }
        return outcomes
    }
}
