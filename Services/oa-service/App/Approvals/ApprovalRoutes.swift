import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// From which amount how many superiors, the nearest first, answer one after the other.
struct ApprovalRoute: Codable, Sendable {
    /// What is asked for: `oa.trip`, `crm.quote`.
    var subjectType: String
    var fromAmount: Money
    var levels: Int
}

/// By which rule how many superiors answer.
struct ApprovalRule: Decodable, Sendable {
    /// The amount from which on the route holds; nil where none reaches the amount.
    var fromAmount: Money?
    /// None where the applicant has no superior: an administrator answers then.
    var levels: Int

    static let noSuperior = ApprovalRule(fromAmount: nil, levels: 0)
}

/// The rule for an amount: the highest route that it reaches, otherwise the nearest superior alone.
func approvalRule(
    for subjectType: String, _ amount: Money, _ database: some PostgresExecutor
) async throws -> ApprovalRule {
    try await database.first(
        """
        select from_amount, levels from approval_route
        where subject_type = \(subjectType) and from_amount <= \(amount) order by from_amount desc limit 1
        """) ?? ApprovalRule(fromAmount: nil, levels: 1)
}

func approvalRoutes(_ input: NoInput, _ call: Call) async throws -> [ApprovalRoute] {
    try await call.database.all(
        "select subject_type, from_amount, levels from approval_route order by subject_type, from_amount")
}

/// Sets a route. What is being approved already keeps the course it began with.
func setApprovalRoute(_ input: ApprovalRoute, _ call: CommandCall) async throws -> ApprovalRoute {
    guard ["oa.trip", "crm.quote"].contains(input.subjectType) else {
        throw Problem.invalid(field: "subjectType", "must be oa.trip or crm.quote")
    }
    guard !input.fromAmount.isNegative else { throw Problem.invalid(field: "fromAmount", "must not be negative") }
    guard (1...5).contains(input.levels) else { throw Problem.invalid(field: "levels", "must be between 1 and 5") }
    try await call.tx.execute(
        """
        insert into approval_route (subject_type, from_amount, levels)
        values (\(input.subjectType), \(input.fromAmount), \(input.levels))
        on conflict (subject_type, from_amount) do update set levels = excluded.levels
        """)
    return input
}

/// A route by what it is for and where it begins.
struct ApprovalRoutePath: Codable, Sendable {
    var subjectType: String
    var fromAmount: Money
}

func removeApprovalRoute(_ input: ApprovalRoutePath, _ call: CommandCall) async throws -> Done {
    try await call.tx.execute(
        """
        delete from approval_route where subject_type = \(input.subjectType) and from_amount = \(input.fromAmount)
        """)
    return Done()
}

/// The routes, and the forms to set and remove them.
struct ApprovalRoutesView: Codable, Sendable {
    struct Row: Codable, Sendable {
        var subject: String, subjectType: String, from: String, amount: String, levels: Int
    }
    var routes: [Row]
}

func approvalRoutesPage(_ input: NoInput, _ call: Call) async throws -> ApprovalRoutesView {
    let rows = try await approvalRoutes(input, call).map { route in
        ApprovalRoutesView.Row(
            subject: call.text("route_\(route.subjectType.replacing(".", with: "_"))"), subjectType: route.subjectType,
            from: call.format(route.fromAmount), amount: route.fromAmount.amountText, levels: route.levels)
    }
    return ApprovalRoutesView(routes: rows)
}
