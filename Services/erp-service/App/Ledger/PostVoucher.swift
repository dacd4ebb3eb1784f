import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// The document that a voucher is about.
struct VoucherSource: Sendable {
    let type: String
    let id: UUID
    let number: String
}

/// Posting into a period that is closed.
struct PeriodClosed: ProblemConvertible {
    let period: String
    var problem: Problem { .conflict("the period \(period) is closed") }
}

/// Posts a voucher; nil is nothing to post.
///
/// The period's counter is locked from here to the end of the transaction, since numbers have no gaps: everything else
/// that a transaction locks, it locks before.
func post(
    _ voucher: Voucher?, on day: BusinessDate = .today, for source: VoucherSource, _ tx: EventTransaction
) async throws {
    guard let voucher else { return }
    if try await insert(voucher, on: day, for: source, tx) { return }
    tx.write("insert into period (period) values (\(day.period)) on conflict do nothing")
    guard try await insert(voucher, on: day, for: source, tx) else { throw PeriodClosed(period: day.period) }
}

/// - Returns: false when there is no open period for the day.
private func insert(
    _ voucher: Voucher, on day: BusinessDate, for source: VoucherSource, _ tx: EventTransaction
) async throws -> Bool {
    let written = try await tx.execute(
        """
        with numbered as (
            update period set last_number = last_number + 1
            where period = \(day.period) and state = 'open'
            returning period, last_number
        ), headed as (
            insert into voucher
                (voucher_id, period, number, posted_on, text, source_type, source_id, source_number, chain)
            select \(UUID.timeOrdered())::uuid, period, last_number, \(day)::date, \(voucher.text), \(source.type),
                \(source.id)::uuid, \(source.number), \(tx.chain)::uuid
            from numbered
            returning voucher_id
        )
        insert into voucher_line (voucher_id, line, account, debit, credit)
        select voucher_id, line, account, debit, credit
        from headed, unnest(
            \(voucher.lines.map(\.account))::text[], \(voucher.lines.map(\.debit))::numeric[],
            \(voucher.lines.map(\.credit))::numeric[]
        ) with ordinality as posting (account, debit, credit, line)
        """)
    return written > 0
}
