import Configuration
import Foundation
import Logging

/// Everything a service is told from outside, read from the environment once at start.
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `QIAO_HTTP_HOST`, `QIAO_HTTP_PORT` | where to listen | `127.0.0.1`, `8080` |
/// | `QIAO_DATABASE_URL` (secret) | `postgres://role:password@host:port/database` | required |
/// | `QIAO_DATABASE_SCHEMA` | the service's own schema | the service's name |
/// | `QIAO_AMQP_URL` (secret) | `amqp://user:password@host:port,host:port/vhost`, `amqps://` for TLS | required |
/// | `QIAO_PUBLIC_URL` | the address people type, in front of all services | `http://127.0.0.1:8080` |
/// | `QIAO_INSTANCE` | which replica this is | `1` |
/// | `QIAO_LOG_LEVEL` | `trace` … `critical` | `info` |
/// | `QIAO_RATE_LIMIT` | requests a minute of one person, or of one address where nobody is signed in | `60000` |
/// | `QIAO_CORS_ORIGINS` | origins of other sites whose scripts may call the API, by commas | none |
/// | `QIAO_GATEWAYS` | addresses or networks whose `X-Real-IP` is believed, by commas | the own machine |
/// | `QIAO_ADMINISTRATOR_LOGIN`, `_PASSWORD` (secret) | the first administrator, oa-service only | none |
/// | `QIAO_SECRET_KEYS` (secret) | what stored secrets are encrypted with: 32 bytes in base64, by commas, the newest first | oa-service: required |
/// | `QIAO_ACCESS_SECONDS` | how long an access token lasts, 10 to 3600; sessions go on with new ones | `900` |
/// | `QIAO_EXAMPLES` | `yes`: serve `<prefix>/examples`, every part of pages to look at, where software is developed | no |
/// | `QIAO_PAYMENT_URL`, `QIAO_PAYMENT_SECRET` (secret) | the payment company, portal-service only | none |
/// | `QIAO_BANK_HOLDER`, `QIAO_BANK_NAME`, `QIAO_BANK_ACCOUNT` | the company's account that customers pay to by transfer, portal-service only | none |
public struct ServiceConfiguration: Sendable {
    public var httpHost = "127.0.0.1"
    public var httpPort = 8080
    public var databaseURL: String
    public var databaseSchema: String?
    public var amqpURL: String
    public var publicURL = "http://127.0.0.1:8080"
    public var instance = "1"
    public var logLevel = Logger.Level.info
    public var administratorLogin: String?
    public var administratorPassword: String?
    /// What encrypts the secrets that are stored and must be read again.
    public var secretKeys: SecretKeys?
    public var paymentURL: String?
    public var paymentSecret: String?
    public var bankAccount: BankAccount?
    /// Off only where the cost of the audit trail is measured.
    package var isAudited = true
    /// Requests a minute of one caller. Generous: it is for what runs wild, not for what works fast.
    public var rateLimit = 60_000
    /// Origins of other sites whose scripts may call the API.
    public var corsOrigins: [String] = []
    /// Whose word is taken for where a request comes from: addresses, or networks in CIDR notation.
    public var gateways = ["127.0.0.0/8", "::1"]
    /// Whether the page with an example of every part is served: where software is developed.
    public var showsExamples = false
    /// The longest an answer may take.
    public var timeLimit = Duration.seconds(30)

    /// Whether people reach the services by `https`.
    var isSecure: Bool { publicURL.hasPrefix("https:") }
    /// How long an access token lasts; a revoked one is refused before.
    public var accessLife = Duration.seconds(900)

    public init(databaseURL: String, databaseSchema: String? = nil, amqpURL: String) {
        (self.databaseURL, self.databaseSchema, self.amqpURL) = (databaseURL, databaseSchema, amqpURL)
    }

    /// What is wrong with the environment, all of it at once.
    public struct Faults: Error, CustomStringConvertible {
        public let faults: [String]
        public var description: String {
            "the environment is not complete:\n" + faults.map { "  - \($0)" }.joined(separator: "\n")
        }
    }

    /// Names of variables whose values never appear in a log.
    static let secrets: Set<String> = [
        "QIAO_DATABASE_URL", "QIAO_AMQP_URL", "QIAO_ADMINISTRATOR_PASSWORD", "QIAO_PAYMENT_SECRET",
        "QIAO_SECRET_KEYS",
    ]

    /// Reads the environment.
    /// - Throws: ``Faults`` with every fault there is.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let provider = EnvironmentVariablesProvider(
            environmentVariables: environment, secretsSpecifier: .specific(Self.secrets))
        let reader = ConfigReader(provider: provider).scoped(to: "qiao")
        var faults: [String] = []
        func text(_ key: ConfigKey, isSecret: Bool = false) -> String? {
            reader.string(forKey: key, isSecret: isSecret).flatMap { $0.isEmpty ? nil : $0 }
        }
        func required(_ key: ConfigKey, _ variable: String, _ scheme: String) -> String {
            guard let value = text(key, isSecret: true) else {
                faults.append("\(variable) is not set")
                return ""
            }
            if !value.hasPrefix(scheme) { faults.append("\(variable) must begin with \(scheme)") }
            return value
        }
        self.init(
            databaseURL: required("database.url", "QIAO_DATABASE_URL", "postgres"),
            databaseSchema: text("database.schema"),
            amqpURL: required("amqp.url", "QIAO_AMQP_URL", "amqp"))
        httpHost = text("http.host") ?? httpHost
        if let port = text("http.port") {
            if let number = UInt16(port) { httpPort = Int(number) } else { faults.append("QIAO_HTTP_PORT is no port") }
        }
        publicURL = text("public.url") ?? publicURL
        if URL(string: publicURL)?.host() == nil { faults.append("QIAO_PUBLIC_URL is no address with a host") }
        instance = text("instance") ?? instance
        if let level = text("log.level") {
            if let known = Logger.Level(rawValue: level.lowercased()) {
                logLevel = known
            } else {
                faults.append("QIAO_LOG_LEVEL must be trace, debug, info, notice, warning, error or critical")
            }
        }
        if let limit = text("rate.limit") {
            if let number = Int(limit), number > 0 {
                rateLimit = number
            } else {
                faults.append("QIAO_RATE_LIMIT is no number of requests")
            }
        }
        func list(_ key: ConfigKey) -> [String]? {
            text(key)?.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        }
        corsOrigins = list("cors.origins") ?? corsOrigins
        for origin in corsOrigins where !CrossOrigin.isOrigin(origin) {
            faults.append("QIAO_CORS_ORIGINS: \(origin) is no origin such as https://partner.example")
        }
        gateways = list("gateways") ?? gateways
        if TrustedGateways(gateways) == nil {
            faults.append("QIAO_GATEWAYS must be addresses or networks such as 10.0.0.0/8")
        }
        administratorLogin = text("administrator.login")
        administratorPassword = text("administrator.password", isSecret: true)
        if (administratorLogin == nil) != (administratorPassword == nil) {
            faults.append("QIAO_ADMINISTRATOR_LOGIN and QIAO_ADMINISTRATOR_PASSWORD go together")
        }
        if let seconds = text("access.seconds") {
            if let number = Int(seconds), (10...3600).contains(number) {
                accessLife = .seconds(number)
            } else {
                faults.append("QIAO_ACCESS_SECONDS must be 10 to 3600")
            }
        }
        showsExamples = text("examples") == "yes"
        if let keys = text("secret.keys", isSecret: true) {
            secretKeys = SecretKeys(base64: keys)
            if secretKeys == nil { faults.append("QIAO_SECRET_KEYS must be keys of 32 bytes in base64, by commas") }
        }
        paymentURL = text("payment.url")
        paymentSecret = text("payment.secret", isSecret: true)
        let account = (holder: text("bank.holder"), bank: text("bank.name"), number: text("bank.account"))
        if let holder = account.holder, let bank = account.bank, let number = account.number {
            bankAccount = BankAccount(holder: holder, bank: bank, accountNumber: number)
        } else if account != (nil, nil, nil) {
            faults.append("QIAO_BANK_HOLDER, QIAO_BANK_NAME and QIAO_BANK_ACCOUNT go together")
        }
        guard faults.isEmpty else { throw Faults(faults: faults) }
    }
}

/// The company's account at its bank, for those who pay by transfer.
public struct BankAccount: Codable, Sendable {
    public var holder: String
    public var bank: String
    public var accountNumber: String

    public init(holder: String, bank: String, accountNumber: String) {
        (self.holder, self.bank, self.accountNumber) = (holder, bank, accountNumber)
    }
}
