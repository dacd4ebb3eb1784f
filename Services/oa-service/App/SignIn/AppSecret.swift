import Foundation
import Kernel
import Postgres
import ServiceRuntime

// The secrets of authenticator apps are stored encrypted, each for its owner.

extension TimeBasedCode {
    /// Its secret as it is stored for a member of staff.
    func sealed(of owner: StaffID, _ service: ServiceContext) throws -> SecretKeys.Sealed {
        try service.secretKeys().seal(secret, of: owner.description)
    }
}

extension Claimant {
    private var sealed: SecretKeys.Sealed? {
        guard let secret, let keyID else { return nil }
        return .init(keyID: keyID, text: secret)
    }

    /// The authenticator app, from when on one was begun with.
    /// - Throws: ``SecretKeys/Fault`` when its secret cannot be read.
    func app(_ service: ServiceContext) throws -> TimeBasedCode? {
        try sealed.map { TimeBasedCode(secret: try service.secretKeys().open($0, of: id.description)) }
    }

    /// The secret encrypted with the first key, when that was done with one before it.
    func sealedAnew(_ service: ServiceContext) throws -> SecretKeys.Sealed? {
        guard let sealed, try service.secretKeys().isOutdated(sealed) else { return nil }
        return try app(service)?.sealed(of: id, service)
    }
}

/// Encrypts the secrets from before they were, and makes sure that all can be read. Replicas that start together wait for
/// each other, and the later ones find it done.
/// - Throws: ``SecretKeys/Fault`` when a key is missing.
func sealSecrets(_ context: ServiceContext) async throws {
    struct Plain: Decodable, Sendable { let staffID: StaffID, plainSecret: String }
    let keys = try context.secretKeys()
    let sealed = try await context.database.transaction { tx in
        let all: [Plain] = try await tx.all(
            "select staff_id, plain_secret from second_factor where plain_secret is not null for update")
        for row in all {
            guard let code = TimeBasedCode(base32: row.plainSecret) else { throw SecretKeys.Fault.notAsStored }
            let sealed = try code.sealed(of: row.staffID, context)
            try await tx.execute(
                """
                update second_factor set plain_secret = null, secret = \(sealed.text), key_id = \(sealed.keyID)
                where staff_id = \(row.staffID)
                """)
        }
        return all.count
    }
    // So that the table's file does not hold them either.
    if sealed > 0 { try await context.database.execute("vacuum full second_factor") }
    let unknown: String? = try await context.database.first(
        "select key_id from second_factor where not key_id = any(\(keys.ids)) limit 1")
    if let unknown { throw SecretKeys.Fault.unknownKey(unknown) }
}
