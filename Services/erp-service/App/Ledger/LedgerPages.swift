import Kernel
import ServiceRuntime

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
