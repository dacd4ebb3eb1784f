import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A new budget.
struct OpenBudget: Codable, Sendable {
    var code: String
    var name: String
}

func openBudget(_ input: OpenBudget, _ call: CommandCall) async throws -> BudgetView {
    guard input.code.wholeMatch(of: /[A-Z0-9-]{2,32}/) != nil else {
        throw Problem.invalid(field: "code", "must have 2 to 32 capital letters, digits and hyphens")
    }
    guard !input.name.isEmpty else { throw Problem.invalid(field: "name", "must not be empty") }
    let made = try await call.tx.execute(
        "insert into budget (code, name) values (\(input.code), \(input.name)) on conflict do nothing")
    guard made == 1 else { throw Problem.conflict("there is a budget \(input.code) already") }
    return try await budget(input.code, call.tx)
}

/// Which budget.
struct BudgetPath: Codable, Sendable {
    var code: String
}

func budgetByCode(_ input: BudgetPath, _ call: Call) async throws -> BudgetView {
    try await budget(input.code, call.database)
}

/// Money put into a budget.
struct AllotBudget: Codable, Sendable {
    var code: String
    var amount: Money
}

func allotBudget(_ input: AllotBudget, _ call: CommandCall) async throws -> BudgetView {
    guard Money.zero < input.amount else { throw Problem.invalid(field: "amount", "must be above zero") }
    _ = try await lockBudget(input.code, call.tx)
    try await call.tx.execute(
        """
        insert into budget_allotment (budget_code, amount, allotted_by)
        values (\(input.code), \(input.amount), \(try call.signedIn().actor))
        """)
    try await call.tx.execute("update budget set allotted = allotted + \(input.amount) where code = \(input.code)")
    try await call.tx.close(.tripDeclined, for: try await declinedTrips(on: input.code, call.tx))
    return try await budget(input.code, call.tx)
}

/// The trips that there was no money for when it was asked for.
private func declinedTrips(on budget: String, _ tx: EventTransaction) async throws -> [UUID] {
    try await tx.all("select trip_id from budget_reservation where budget_code = \(budget) and state = 'declined'")
}
