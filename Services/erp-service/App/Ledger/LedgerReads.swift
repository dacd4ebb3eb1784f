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
        select a.code as account, a.name, a.name_zh, coalesce(sum(l.debit), 0)::numeric(18, 2) as debit,
            coalesce(sum(l.credit), 0)::numeric(18, 2) as credit
        from account a left join voucher_line l on l.account = a.code
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
}

/// Vouchers, the latest first; of one document when it is named.
struct VoucherQuery: Codable, Sendable, PageRequest {
    var sourceID: UUID?
    /// A part of the text or of the document's number.
    var q: String?
    /// The days on which it was posted.
    var from: BusinessDate?
    var to: BusinessDate?
    var cursor: String?
    var limit: Int?
}

func vouchers(_ input: VoucherQuery, _ call: Call) async throws -> Paged<VoucherView> {
    var conditions: [SQL] = ["true"]
    if let held = SQL.holds(input.q, "v.text", "v.source_number") { conditions.append(held) }
    if let days = SQL.day("v.posted_on", from: input.from, to: input.to) { conditions.append(days) }
    if let source = input.sourceID { conditions.append("v.source_id = \(source)") }
    if let position = try input.position() {
        guard position.count == 2, let number = Int(position[1]) else {
            throw Problem.invalid(field: "cursor", "must be the next of a page before")
        }
        conditions.append("(v.period, v.number) < (\(position[0]), \(number))")
    }
    let rows = try await call.database.all(
        """
        select v.voucher_id, v.period, v.number, v.posted_on, v.text, v.source_type, v.source_id, v.source_number,
            v.chain, (
                select jsonb_agg(jsonb_build_object('account', l.account, 'name', a.name, 'nameZh', a.name_zh,
                    'debit', jsonb_build_object('amount', l.debit::text),
                    'credit', jsonb_build_object('amount', l.credit::text)) order by l.line)
                from voucher_line l join account a on a.code = l.account where l.voucher_id = v.voucher_id
            ) as lines
        from voucher v where \(conditions.joined(separator: " and "))
        order by v.period desc, v.number desc limit \(input.rowLimit)
        """, as: VoucherView.self)
    return Paged(rows, input) { [$0.period, String($0.number)] }
}
