import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// Vouchers as a list; each leads to its lines.
struct VouchersPage: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func vouchersPage(_ input: VoucherQuery, _ call: Call) async throws -> VouchersPage {
    VouchersPage(
        table: DataTable(
            try await call.listed("vouchers", input, vouchers), sorted: (input.sort ?? .descending(.number)).word,
            filters: [.text("action_search"), .day("from", "field_from"), .day("to", "field_to")],
            empty: "erp_vouchers_empty",
            columns: [
                .init("erp_number", sort: "number") { .link($0.name, to: "/erp/vouchers/\($0.voucherID.text)") },
                .init("erp_posted_on") { .text(call.format($0.postedOn)) },
                .init("erp_text") { .text(call.tell(Phrase($0.text))) },
                .init("erp_source") {
                    .link($0.sourceNumber, to: sourceLink($0.sourceType, $0.sourceID, $0.sourceNumber, chain: $0.chain))
                },
                .init("erp_debited") { .text(accounts(of: $0, where: { !$0.debit.isZero }, call)) },
                .init("erp_credited") { .text(accounts(of: $0, where: { !$0.credit.isZero }, call)) },
                .init("erp_amount", isNumber: true) { .text(call.format($0.amount)) },
            ], call))
}

private func accounts(of voucher: VoucherView, where posts: (VoucherLineView) -> Bool, _ call: Call) -> String {
    voucher.lines.filter(posts).map { "\($0.account) \(call.name($0.name, $0.nameZh))" }.joined(separator: ", ")
}

struct VoucherPath: Codable, Sendable {
    var id: UUID
}

/// A voucher with its lines.
func voucherPage(_ input: VoucherPath, _ call: Call) async throws -> DocumentPage {
    guard let voucher = try await voucher(input.id, call) else { throw Problem.notFound("voucher", input.id) }
    return DocumentPage(
        DocumentView(
            "erp_voucher", list: "/erp/vouchers", number: voucher.name, subject: call.tell(Phrase(voucher.text)),
            badges: [], waiting: nil,
            facts: [
                DocumentFact("erp_posted_on", call.format(voucher.postedOn)),
                DocumentFact(
                    "erp_source", voucher.sourceNumber,
                    link: sourceLink(
                        voucher.sourceType, voucher.sourceID, voucher.sourceNumber, chain: voucher.chain)),
            ],
            tables: [lines(of: voucher, call)], chain: chainLink(voucher.chain), call))
}

private func lines(of voucher: VoucherView, _ call: Call) -> DocumentTable? {
    let amount = { (money: Money) -> DocumentTable.Cell in .text(money.isZero ? "" : call.format(money)) }
    return DocumentTable(
        "lines", "erp_voucher_lines",
        [
            .init(call.text("erp_account")), .init(call.text("erp_debit"), isNumber: true),
            .init(call.text("erp_credit"), isNumber: true),
        ],
        voucher.lines.map {
            [.text("\($0.account) \(call.name($0.name, $0.nameZh))"), amount($0.debit), amount($0.credit)]
        })
}
