import ERPDomain
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A line of the trial balance.
struct AccountBalance: Codable, Sendable {
    let account: String
    let name: String
    let nameZh: String
    let debit: Money
    let credit: Money
}

/// Every account with what was posted to it; debits and credits are equal in sum.
struct TrialBalance: Codable, Sendable {
    let accounts: [AccountBalance]
    let debit: Money
    let credit: Money
}

func trialBalance(_ input: NoInput, _ call: Call) async throws -> TrialBalance {
    let accounts = try await call.database.all(
        """
        select a.code as account, a.name, a.name_zh, coalesce(sum(t.debit), 0)::numeric(18, 2) as debit,
            coalesce(sum(t.credit), 0)::numeric(18, 2) as credit
        from account a left join account_total t on t.account = a.code
        group by a.code order by a.code
        """, as: AccountBalance.self)
    return TrialBalance(
        accounts: accounts, debit: accounts.reduce(.zero) { $0 + $1.debit },
        credit: accounts.reduce(.zero) { $0 + $1.credit })
}

/// A posting as people read it.
struct VoucherLineView: Codable, Sendable {
    let account: String
    let name: String
    let nameZh: String
    let debit: Money
    let credit: Money
}

/// A voucher as people read it.
struct VoucherView: Codable, Sendable {
    let voucherID: UUID
    let period: String
    let number: Int
    let postedOn: BusinessDate
    let text: String
    let sourceType: String
    let sourceID: UUID
    let sourceNumber: String
    let chain: UUID
    let lines: [VoucherLineView]

    /// As people name it: `2026-11/17`.
    var name: String { "\(period)/\(number)" }
    /// What is posted to either side.
    var amount: Money { lines.reduce(.zero) { $0 + $1.debit } }
}

enum VoucherField: String, SortField {
    case number

    /// Numbers are counted anew in every period: the list sorts by both.
    var column: SQL? { nil }
}

/// Vouchers, the latest first; of one document when it is named.
struct VoucherQuery: Codable, Sendable, PageRequest {
    var sourceID: UUID?
    /// A part of the text or of the document's number.
    var q: String?
    /// The days on which it was posted.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<VoucherField>?
    var cursor: String?
    var limit: Int?
}

func vouchers(_ input: VoucherQuery, _ call: Call) async throws -> Paged<VoucherView> {
    let descends = input.sort?.descends ?? true
    let (way, than): (SQL, SQL) = descends ? ("desc", "<") : ("asc", ">")
    let position = try input.position().map { position in
        guard position.count == 2, let number = Int(position[1]) else {
            throw Problem.invalid(field: "cursor", "must be the next of a page before")
        }
        return "(v.period, v.number) \(than) (\(position[0]), \(number))" as SQL
    }
    let wanted = SQL.all(
        .holds(input.q, "v.text", "v.source_number"), .day("v.posted_on", from: input.from, to: input.to),
        input.sourceID.map { "v.source_id = \($0)" }, position)
    let rows = try await vouchers(
        where: wanted, by: "v.period \(way), v.number \(way) limit \(input.rowLimit)", call)
    return Paged(rows, input) { [$0.period, String($0.number)] }
}

func voucher(_ id: UUID, _ call: Call) async throws -> VoucherView? {
    try await vouchers(where: "v.voucher_id = \(id)", by: "v.number", call).first
}

private func vouchers(where wanted: SQL, by order: SQL, _ call: Call) async throws -> [VoucherView] {
    try await call.database.all(
        """
        select v.voucher_id, v.period, v.number, v.posted_on, v.text, v.source_type, v.source_id, v.source_number,
            v.chain, (
                select jsonb_agg(jsonb_build_object('account', l.account, 'name', a.name, 'nameZh', a.name_zh,
                    'debit', jsonb_build_object('amount', l.debit::text),
                    'credit', jsonb_build_object('amount', l.credit::text)) order by l.line)
                from voucher_line l join account a on a.code = l.account where l.voucher_id = v.voucher_id
            ) as lines
        from voucher v where \(wanted) order by \(order)
        """)
}
