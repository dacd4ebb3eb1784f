import Kernel
import ServiceRuntime

/// Budgets and what is held on the one that is looked at.
struct BudgetsPage: Codable, Sendable {
    struct Budget: Codable, Sendable {
        let code: String
        let name: String
        let allotted: String
        let reserved: String
        let consumed: String
        let available: String
    }
    struct Reservation: Codable, Sendable {
        let number: String
        let traveller: String
        let visit: String
        let amount: String
        let spent: String
        let badge: Badge
        let reason: String?
        let created: String
        let chainLink: String
    }
    let code: String
    let budgets: [Budget]
    let reservations: [Reservation]
    let next: String?
}

/// Which budget is looked at.
struct BudgetsPageQuery: Codable, Sendable {
    var code: String?
    var cursor: String?
}

func budgetsPage(_ input: BudgetsPageQuery, _ call: Call) async throws -> BudgetsPage {
    let code = input.code ?? travelBudget
    let held = try await reservations(ReservationQuery(code: code, cursor: input.cursor), call)
    return BudgetsPage(
        code: code,
        budgets: try await budgets(NoInput(), call).map {
            .init(
                code: $0.code, name: $0.name, allotted: call.format($0.allotted), reserved: call.format($0.reserved),
                consumed: call.format($0.consumed), available: call.format($0.available))
        },
        reservations: held.items.map {
            .init(
                number: $0.number, traveller: $0.travellerName, visit: $0.visitName, amount: call.format($0.amount),
                spent: call.format($0.spent), badge: Badge($0.state, words: "funds", call),
                reason: $0.reason.map { call.tell(Phrase($0)) },
                created: call.format($0.createdAt), chainLink: chainLink($0.chain))
        },
        next: held.next)
}
