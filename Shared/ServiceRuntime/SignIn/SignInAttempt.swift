import Crypto
import Foundation
import Postgres

/// One attempt to prove who one is. It is counted before it is looked at, so that a hundred at once are a hundred, and
/// names that nobody has are counted like others: an answer tells nothing of who exists.
///
/// From the tenth failure in a row on, the account waits 30 s, then twice as long each time, up to a quarter of an hour;
/// an address the same from its fiftieth within an hour. That is fewer than 100 an hour (ASVS 2.2.1).
public struct SignInAttempt: Sendable {
    static let accountTries = 10
    static let addressTries = 50
    static let firstWait = 30
    static let longestWait = 900

    private let account: String
    private let address: String?
    /// Who they say they are, as it was typed.
    private let claimed: String
    private let call: Call
    private var database: PostgresPool { call.database }

    /// Counts the attempt.
    /// - Parameter account: who they say they are, with the kind: `staff:joe`.
    /// - Throws: ``Problem`` 429 when the account or the address must wait; then nothing is looked at.
    public static func begin(_ account: String, _ call: Call) async throws -> SignInAttempt {
        let attempt = SignInAttempt(
            account: hashed(account),
            address: call.request.address == "unknown" ? nil : hashed("address:\(call.request.address)"),
            claimed: account, call: call)
        if let seconds = try await attempt.count() { throw Problem.tooManyAttempts(wait: seconds) }
        return attempt
    }

    /// It was right: the account's failures are forgotten.
    public func succeeded() async throws {
        try await database.execute("delete from rt_sign_in_attempt where subject = \(account)")
    }

    /// It was wrong, which is on record and also counts against the address.
    public func failed() async throws {
        try await call.record(.signIn, "fails to sign in", details: ["account": claimed])
        guard let address else { return }
        try await database.execute(Self.counted(address, Self.addressTries, forgottenAfter: "1 hour"))
    }

    /// It was neither: a second step is still to come.
    public func undone() async throws {
        try await database.execute("update rt_sign_in_attempt set failures = failures - 1 where subject = \(account)")
    }

    /// - Returns: how many seconds to wait; nil when the attempt may be looked at.
    private func count() async throws -> Int? {
        if let address {
            let wait: Double? = try await database.first(
                """
                select extract(epoch from locked_until - now())::float8 from rt_sign_in_attempt
                where subject = \(address) and locked_until > now()
                """)
            if let wait { return Int(wait.rounded(.up)) }
        }
        let wait: Double = try await database.one(
            """
            \(Self.counted(account, Self.accountTries, forgottenAfter: "1 day"))
            returning case when last_at = now() then 0 else extract(epoch from locked_until - now()) end::float8
            """)
        return wait > 0 ? Int(wait.rounded(.up)) : nil
    }

    /// While it is locked nothing is counted, so that whoever waits gets their turn.
    private static func counted(_ subject: String, _ tries: Int, forgottenAfter age: String) -> SQL {
        """
        insert into rt_sign_in_attempt as known (subject, failures, last_at) values (\(subject), 1, now())
        on conflict (subject) do update set (failures, last_at, locked_until) = (
            select case when locked then known.failures else next end,
                case when locked then known.last_at else now() end,
                case when locked then known.locked_until
                    when next >= \(tries)::int then now() + interval '1 second'
                        * least(\(longestWait)::int, \(firstWait)::int * power(2, least(next - \(tries)::int, 20))) end
            from (
                select coalesce(known.locked_until > now(), false) as locked,
                    case when known.last_at < now() - \(age)::interval then 1 else known.failures + 1 end as next
            ) as state
        )
        """
    }

    private static func hashed(_ text: String) -> String {
        Data(SHA256.hash(data: Data(text.lowercased().utf8))).base64URL
    }

    /// Lets an account try again at once: its password is another one now.
    public static func forget(_ account: String, _ database: some PostgresExecutor) async throws {
        try await database.execute("delete from rt_sign_in_attempt where subject = \(hashed(account))")
    }

    /// Forgets what is a day old.
    static func clean(_ database: PostgresPool) async throws {
        try await database.execute("delete from rt_sign_in_attempt where last_at < now() - interval '1 day'")
    }
}

extension Problem {
    /// 429 with Retry-After: too many attempts to sign in went wrong.
    static func tooManyAttempts(wait seconds: Int) -> Problem {
        Problem(
            type: "too-many-attempts", status: 429, title: "Too many attempts to sign in",
            detail: "wait \(seconds) seconds before the next attempt",
            retryAfter: seconds)
    }
}
