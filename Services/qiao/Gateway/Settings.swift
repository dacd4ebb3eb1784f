import Bench

/// Addresses and sign-ins, from the environment or from the file that `deploy/up` writes.
struct Settings: Sendable {
    let url: String
    let administratorLogin: String
    let administratorPassword: String
    /// The password of the people of the story.
    let castPassword: String
    /// The secrets of their authenticator apps, in base32.
    let administratorSecret: String?
    let castSecret: String?
    /// The folder where messages to shoppers are, where software is developed.
    let messages: String?
    /// The folder where sessions are kept between commands.
    let sessions: String?

    /// - Throws: `MissingSetting` naming the key and where it was looked for.
    static func load(_ file: String?) throws -> Settings {
        let found = try EnvironmentFile.values(file, knownBy: "QIAO_URL")
        func value(_ key: String) throws -> String {
            guard let text = found[key], !text.isEmpty else { throw MissingSetting(key: key) }
            return text
        }
        return Settings(
            url: try value("QIAO_URL"), administratorLogin: try value("QIAO_ADMINISTRATOR_LOGIN"),
            administratorPassword: try value("QIAO_ADMINISTRATOR_PASSWORD"),
            castPassword: try value("QIAO_DEMO_PASSWORD"),
            administratorSecret: found["QIAO_ADMINISTRATOR_TOTP"], castSecret: found["QIAO_DEMO_TOTP"],
            messages: found["QIAO_MESSAGES"], sessions: found["QIAO_SESSIONS"])
    }
}
