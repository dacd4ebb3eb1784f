import Kernel
import Postgres
import ServiceRuntime

/// Which accounting period.
struct PeriodPath: Codable, Sendable {
    /// `2026-11`.
    var period: String
}

/// An accounting period.
struct PeriodView: Codable, Sendable {
    let period: String
    let state: String
}

/// Closes a month that is over: nothing can be posted into it any more.
func closePeriod(_ input: PeriodPath, _ call: CommandCall) async throws -> PeriodView {
    guard BusinessDate(input.period + "-01") != nil else {
        throw Problem.invalid(field: "period", "must be a month such as 2026-11")
    }
    guard input.period < BusinessDate.today.period else {
        throw Problem.conflict("the period \(input.period) is not over")
    }
    return try await call.tx.one(
        """
        insert into period (period, state) values (\(input.period), 'closed')
        on conflict (period) do update set state = 'closed'
        returning period, state
        """)
}
