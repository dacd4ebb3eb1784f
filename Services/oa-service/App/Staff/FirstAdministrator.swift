import Kernel
import Messaging
import OADomain
import ServiceRuntime

/// Adds the administrator named in the configuration, once, so that somebody can add the others.
func addFirstAdministrator(_ context: ServiceContext) async throws {
    guard let login = context.configuration.administratorLogin?.lowercased(),
        let password = context.configuration.administratorPassword
    else { return }
    try checkLogin(login)
    let hash = try await Password.hash(password)
    try await context.transaction { tx in
        let member = Member(
            id: StaffID(), login: login, name: login, roles: [.administrator, .operator], active: true)
        if try await insert(member, passwordHash: hash, tx) { tx.emit(member.changed) }
    }
}
