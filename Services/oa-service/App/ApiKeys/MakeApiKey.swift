import EventContracts
import Foundation
import Kernel
import Messaging
import OAEvents
import Postgres
import ServiceRuntime

/// A key for a machine.
struct MakeApiKey: Codable, Sendable {
    var name: String
    /// The sign-in name of the person in whose name it acts.
    var actsFor: String
    /// Some of that person's roles.
    var roles: [Role]
    /// The services that take it.
    var services: [String]
    /// Its last day, within a year.
    var expiresOn: BusinessDate
    /// How many calls a minute it may make, 600 when nil.
    var perMinute: Int?
}

/// A key that was made just now: the only time it is told.
struct MadeApiKey: Codable, Sendable, ShowsOnce {
    let id: UUID
    let key: String
    let expiresAt: Date
    var shownOnce: String { key }
}

/// `POST api-keys`. What it answers is not stored, as a command's answer would be.
func makeApiKey(_ input: MakeApiKey, _ call: Call) async throws -> MadeApiKey {
    let maker = try call.signedIn()
    guard maker.keyID == nil else { throw Problem.forbidden("a machine makes no keys") }
    let owner = try await checked(input, call.database)
    let secret = OneTimeToken()
    let text = ApiKey.prefix + secret.text
    let id = UUID.timeOrdered()
    // It is good to the end of its last day.
    let expiresAt: Date = try await call.transaction { tx in
        let expiresAt: Date = try await tx.one(
            """
            insert into api_key
                (key_id, name, key_hash, acts_for, roles, services, per_minute, made_by, expires_at)
            values (\(id), \(input.name), \(OneTimeToken.hash(of: text)), \(owner), \(input.roles),
                \(input.services), \(input.perMinute ?? 600), \(maker.staffID),
                (\(input.expiresOn)::date + 1)::timestamp at time zone \(BusinessDate.zone.identifier))
            returning expires_at
            """)
        try await publish("key_id = \(id)", tx)
        try await AccountNews.keyMade.tell(owner, call, tx)
        return expiresAt
    }
    return MadeApiKey(id: id, key: text, expiresAt: expiresAt)
}

/// - Returns: the person in whose name it acts.
private func checked(_ input: MakeApiKey, _ database: PostgresPool) async throws -> StaffID {
    struct Owner: Decodable, Sendable { let staffID: StaffID, roles: [Role] }
    guard (1...100).contains(input.name.count) else {
        throw Problem.invalid(field: "name", "must have 1 to 100 characters")
    }
    let owner: Owner? = try await database.first(
        "select staff_id, roles from staff where login = \(input.actsFor.lowercased()) and active")
    guard let owner else { throw Problem.invalid(field: "actsFor", "nobody has the sign-in name \(input.actsFor)") }
    guard !input.roles.isEmpty, Set(input.roles).isSubset(of: owner.roles), !input.roles.contains(.administrator) else {
        throw Problem.invalid(field: "roles", "must be some of that person's roles, and not administrator")
    }
    guard !input.services.isEmpty, Set(input.services).isSubset(of: ["oa", "crm", "erp", "portal"]) else {
        throw Problem.invalid(field: "services", "must be some of oa, crm, erp, portal")
    }
    guard (BusinessDate.today...BusinessDate.today.adding(days: 366)).contains(input.expiresOn) else {
        throw Problem.invalid(field: "expiresOn", "must be within a year from today")
    }
    guard (1...100_000).contains(input.perMinute ?? 600) else {
        throw Problem.invalid(field: "perMinute", "must be between 1 and 100000")
    }
    return owner.staffID
}

/// Tells all services, this one included, what the keys are now: with the roles that their owner still has, and taken back
/// when the owner left.
func publish(_ condition: SQL, _ tx: EventTransaction) async throws {
    struct Row: Decodable, Sendable {
        let keyID: UUID, name: String, keyHash: String, actsFor: StaffID, actsForName: String, keyRoles: [Role]
        let ownerRoles: [Role], services: [String], expiresAt: Date, revoked: Bool, perMinute: Int
    }
    let rows = try await tx.all(
        """
        select key_id, api_key.name, key_hash, acts_for, staff.name as acts_for_name, api_key.roles as key_roles,
            staff.roles as owner_roles, services, expires_at, revoked_at is not null or not active as revoked, per_minute
        from api_key join staff on staff_id = acts_for where \(condition) order by key_id
        """, as: Row.self)
    for row in rows {
        let event = ApiKeyChanged<OA>(
            keyID: row.keyID, name: row.name, keyHash: row.keyHash, actsFor: row.actsFor,
            actsForName: row.actsForName, roles: row.keyRoles.filter(row.ownerRoles.contains),
            services: row.services, expiresAt: row.expiresAt, revoked: row.revoked, perMinute: row.perMinute)
        try await ApiKey(event).store(tx)
        tx.emit(event)
    }
}

/// The keys that act in a person's name follow what becomes of the person.
func adjustApiKeys(of member: Member, _ tx: EventTransaction) async throws {
    if !member.active {
        try await tx.execute(
            "update api_key set revoked_at = now() where acts_for = \(member.id) and revoked_at is null")
    }
    try await publish("acts_for = \(member.id) and expires_at > now()", tx)
}
