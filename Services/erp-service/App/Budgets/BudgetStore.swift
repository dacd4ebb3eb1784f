import ERPDomain
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A budget as it stands.
struct BudgetView: Codable, Sendable {
    let code: String
    let name: String
    let allotted: Money
    let reserved: Money
    let consumed: Money
    var available: Money

    fileprivate struct Row: Decodable, Sendable {
        let code: String
        let name: String
        let allotted: Money
        let reserved: Money
        let consumed: Money
    }

    fileprivate init(_ row: Row) {
        (code, name, allotted, reserved, consumed) = (row.code, row.name, row.allotted, row.reserved, row.consumed)
        available = BudgetBalance(allotted: allotted, reserved: reserved, consumed: consumed).available
    }
    var balance: BudgetBalance { BudgetBalance(allotted: allotted, reserved: reserved, consumed: consumed) }
}

/// Reads a budget.
func budget(_ code: String, _ database: some PostgresExecutor) async throws -> BudgetView {
    try await budget(code, database, "")
}

/// Reads a budget and keeps others from changing it until the transaction ends.
func lockBudget(_ code: String, _ tx: EventTransaction) async throws -> BudgetView {
    try await budget(code, tx, "for no key update")
}

private func budget(_ code: String, _ database: some PostgresExecutor, _ lock: SQL) async throws -> BudgetView {
    let row = try await database.first(
        "select code, name, allotted, reserved, consumed from budget where code = \(code) \(lock)",
        as: BudgetView.Row.self)
    guard let row else { throw Problem.notFound("budget", code) }
    return BudgetView(row)
}

/// All budgets.
func budgets(_ input: NoInput, _ call: Call) async throws -> [BudgetView] {
    try await call.database.all(
        "select code, name, allotted, reserved, consumed from budget order by code", as: BudgetView.Row.self
    ).map(BudgetView.init)
}

/// Writes a locked budget's balance back.
func store(_ balance: BudgetBalance, of code: String, _ tx: EventTransaction) async throws {
    tx.write(
        """
        update budget set allotted = \(balance.allotted), reserved = \(balance.reserved), consumed = \(balance.consumed)
        where code = \(code)
        """)
}
