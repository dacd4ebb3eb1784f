import Foundation
import Postgres

/// What somebody signs in from: a browser, which keeps a token of ours for a year, or a program, known by what it calls
/// itself and its address.
struct KnownDevice: Sendable {
    static let life = 365 * 86_400

    /// The browser's token, new when it had none; nil for a program.
    let token: String?
    private let hash: String

    init(_ request: ReceivedRequest) {
        let kept = request.cookies[Cookies.device].flatMap { $0.isEmpty ? nil : $0 }
        token = request.isForm || kept != nil ? kept ?? OneTimeToken().text : nil
        hash = OneTimeToken.hash(of: token ?? "\(request.header("user-agent") ?? "")\n\(request.address)")
    }

    /// Remembers that the person signed in from it.
    /// - Returns: whether they never did, but did from another one: the very first tells nothing.
    func remember(_ person: UUID, _ database: some PostgresExecutor) async throws -> Bool {
        try await database.one(
            """
            with known as (
                select coalesce(bool_or(device_hash = \(hash)), false) as this, count(*) > 0 as any
                from rt_known_device where person_id = \(person)
            ), remembered as (
                insert into rt_known_device (person_id, device_hash) values (\(person), \(hash))
                on conflict (person_id, device_hash) do update set last_at = now()
            )
            select known.any and not this from known
            """)
    }

    /// Forgets those whose browsers have forgotten their token.
    static func clean(_ database: PostgresPool) async throws {
        try await database.execute("delete from rt_known_device where last_at < now() - interval '366 days'")
    }
}
