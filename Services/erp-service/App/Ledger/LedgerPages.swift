import Kernel
import ServiceRuntime

/// Vouchers as a list.
struct VouchersPage: Codable, Sendable {
    struct Line: Codable, Sendable {
        let account: String
        let name: String
        let debit: String?
        let credit: String?
    }
    struct Row: Codable, Sendable {
        let number: String
        let posted: String
        let text: String
        let source: String
        let chainLink: String
        let lines: [Line]
    }
    let vouchers: [Row]
    let next: String?
}

func vouchersPage(_ input: VoucherQuery, _ call: Call) async throws -> VouchersPage {
    let page = try await vouchers(input, call)
    return VouchersPage(
        vouchers: page.items.map { voucher in
            .init(
                number: "\(voucher.period)/\(voucher.number)", posted: call.format(voucher.postedOn),
                text: call.tell(Phrase(voucher.text)), source: voucher.sourceNumber,
                chainLink: chainLink(voucher.chain),
                lines: voucher.lines.map {
                    .init(
                        account: $0.account, name: call.name($0.name, $0.nameZh),
                        debit: $0.debit.isZero ? nil : call.format($0.debit),
                        credit: $0.credit.isZero ? nil : call.format($0.credit))
                })
        }, next: page.next)
}

/// The trial balance.
struct TrialBalancePage: Codable, Sendable {
    struct Row: Codable, Sendable {
        let account: String
        let name: String
        let debit: String
        let credit: String
        let balance: String
        let side: String
    }
    let accounts: [Row]
    let debit: String
    let credit: String
    let isBalanced: Bool
}

func trialBalancePage(_ input: NoInput, _ call: Call) async throws -> TrialBalancePage {
    let balance = try await trialBalance(input, call)
    return TrialBalancePage(
        accounts: balance.accounts.map { account in
            let isDebit = account.credit <= account.debit
            return .init(
                account: account.account, name: call.name(account.name, account.nameZh),
                debit: call.format(account.debit), credit: call.format(account.credit),
                balance: call.format(isDebit ? account.debit - account.credit : account.credit - account.debit),
                side: call.text(isDebit ? "erp_debit" : "erp_credit"))
        },
        debit: call.format(balance.debit), credit: call.format(balance.credit),
        isBalanced: balance.debit == balance.credit)
}
