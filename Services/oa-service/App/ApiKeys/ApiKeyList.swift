import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A key as administrators see it; the key itself is nowhere.
struct ApiKeyRow: Codable, Sendable {
    let id: UUID
    let name: String
    let actsFor: String
    let roles: [Role]
    let services: [String]
    let perMinute: Int
    let madeBy: String
    let madeAt: Date
    let expiresAt: Date
    let revokedAt: Date?
    /// To the minute, at whichever service.
    let lastUsedAt: Date?

    var isGood: Bool { revokedAt == nil && expiresAt > Date() }
}

/// `GET api-keys`
func listApiKeys(_ input: PageQuery, _ call: Call) async throws -> Paged<ApiKeyRow> {
    let position = try input.position()?.first
    let after = position.flatMap { UUID(uuidString: $0) }
    if position != nil, after == nil { throw Problem.invalid(field: "cursor", "must be the next of a page before") }
    let rows: [ApiKeyRow] = try await call.database.all(
        """
        select api_key.key_id as id, api_key.name, owner.login as acts_for, api_key.roles, api_key.services,
            api_key.per_minute, maker.login as made_by, made_at, api_key.expires_at, revoked_at,
            greatest(api_key.last_used_at, rt_api_key.last_used_at) as last_used_at
        from api_key join staff owner on owner.staff_id = acts_for join staff maker on maker.staff_id = made_by
            left join rt_api_key using (key_id)
        where \(after)::uuid is null or api_key.key_id < \(after)
        order by api_key.key_id desc limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.text] }
}

struct ApiKeyPath: Codable, Sendable {
    var id: UUID
}

/// `DELETE api-keys/{id}`: within a second no service takes it any more.
func takeApiKeyBack(_ input: ApiKeyPath, _ call: CommandCall) async throws -> Done {
    let taken = try await call.tx.execute(
        "update api_key set revoked_at = now() where key_id = \(input.id) and revoked_at is null")
    guard taken == 1 else { throw Problem.notFound("key that is good", input.id) }
    try await publish("key_id = \(input.id)", call.tx)
    return Done()
}

/// Another service saw a key.
func keyUsed<P: Publisher>(_ incoming: Incoming<ApiKeyUsed<P>>, _ tx: EventTransaction) async throws {
    try await tx.execute(
        """
        update api_key set last_used_at = greatest(last_used_at, \(incoming.event.usedAt))
        where key_id = \(incoming.event.keyID)
        """)
}

/// `/oa/api-keys`
struct ApiKeysView: ShowsTable, Codable, Sendable {
    let made: String?
    let table: DataTable
    let actsFor: FormField.View
    let roles: [Choice]
    let services: [Choice]
    let lastDay: String
}

func apiKeysPage(_ input: PageQuery, _ call: Call) async throws -> ApiKeysView {
    let table = DataTable(
        try await call.listed("api-keys", input, listApiKeys), sorted: "", empty: "keys_empty",
        columns: [
            .init("keys_name") { .text($0.name) },
            .init("keys_acts_for") { .text($0.actsFor) },
            .init("staff_roles") { .text($0.roles.map { call.text("role_\($0.rawValue)") }.joined(separator: ", ")) },
            .init("keys_services") { .text($0.services.joined(separator: ", ")) },
            .init("keys_ends") { .text(call.format($0.expiresAt)) },
            .init("keys_used") { .text($0.lastUsedAt.map { call.format($0) }) },
            .init("keys_over") { .text($0.isGood ? nil : call.text("keys_over")) },
            .actions {
                $0.isGood
                    ? .button(
                        call.text("keys_take_back"), "/oa/api/api-keys/\($0.id.text)/_delete",
                        colour: "outline-danger") : .nothing
            },
        ], call)
    return ApiKeysView(
        made: call.shownOnce, table: table,
        actsFor: FormField.reference("actsFor", "keys_acts_for", among: "staff", isRequired: true)
            .view(of: "key", call),
        roles: Role.allCases.filter { $0 != .administrator }.map {
            .init(value: $0.rawValue, label: call.text("role_\($0.rawValue)"))
        },
        services: ["oa", "crm", "erp", "portal"].map { .init(value: $0, label: $0.uppercased()) },
        lastDay: BusinessDate.today.adding(days: 90).description)
}
