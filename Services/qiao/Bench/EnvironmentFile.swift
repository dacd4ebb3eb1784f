import Foundation

/// The addresses and sign-ins that `deploy/up` and `deploy/nodes` write: lines of `KEY=VALUE`.
public enum EnvironmentFile {
    /// Values of the named file; without a name those of the environment when it has `key`, else those of the file
    /// beside this program or of `.local/env`.
    /// - Throws: what reading the named file throws.
    public static func values(_ file: String?, knownBy key: String) throws -> [String: String] {
        let environment = ProcessInfo.processInfo.environment
        if let file { return parse(try String(contentsOfFile: file, encoding: .utf8)) }
        if environment[key] != nil { return environment }
        for path in [besideProgram, ".local/env"] {
            if let text = try? String(contentsOfFile: path, encoding: .utf8) { return parse(text) }
        }
        return environment
    }

    /// The folder that holds the file, and the processes' notes with it.
    public static func home(_ file: String?) -> URL {
        let candidates = [file, besideProgram, ".local/env"].compactMap { $0 }
        let found = candidates.first { FileManager.default.fileExists(atPath: $0) } ?? ".local/env"
        return URL(filePath: found).deletingLastPathComponent()
    }

    private static var besideProgram: String {
        URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "env").path
    }

    /// Quotes around a value are taken off.
    private static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            values[String(parts[0])] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
        }
        return values
    }
}

/// A setting that nobody gave.
public struct MissingSetting: Error, CustomStringConvertible {
    let key: String

    public init(key: String) { self.key = key }

    public var description: String {
        "\(key) is not set: run deploy/up first, or name its file with --env, or set it in the environment"
    }
}
