import Foundation

/// Addresses and sign-ins, from the environment or from the file that `deploy/up` writes.
struct Settings: Sendable {
    let url: String
    let administratorLogin: String
    let administratorPassword: String
    /// The password of the people of the story.
    let castPassword: String

    /// - Throws: `MissingSetting` naming the key and where it was looked for.
    static func load(_ file: String?) throws -> Settings {
        let found = try values(file)
        func value(_ key: String) throws -> String {
            guard let text = found[key], !text.isEmpty else { throw MissingSetting(key: key) }
            return text
        }
        return Settings(
            url: try value("QIAO_URL"), administratorLogin: try value("QIAO_ADMINISTRATOR_LOGIN"),
            administratorPassword: try value("QIAO_ADMINISTRATOR_PASSWORD"),
            castPassword: try value("QIAO_DEMO_PASSWORD"))
    }

    private static func values(_ file: String?) throws -> [String: String] {
        let environment = ProcessInfo.processInfo.environment
        if let file { return parse(try String(contentsOfFile: file, encoding: .utf8)) }
        if environment["QIAO_URL"] != nil { return environment }
        let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let beside = program.deletingLastPathComponent().deletingLastPathComponent().appending(path: "env").path
        for path in [beside, ".local/env"] {
            if let text = try? String(contentsOfFile: path, encoding: .utf8) { return parse(text) }
        }
        return environment
    }

    /// Lines of `KEY=VALUE`; quotes around a value are taken off.
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

struct MissingSetting: Error, CustomStringConvertible {
    let key: String
    var description: String {
        "\(key) is not set: run deploy/up first, or name its file with --env, or set it in the environment"
    }
}
