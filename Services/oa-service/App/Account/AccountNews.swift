import Foundation
import Kernel
import Messaging
import OAEvents
import Postgres
import ServiceRuntime

/// What people are told about their own accounts (ASVS 2.2.3): a stranger who did it cannot hide it.
enum AccountNews: String, Codable, Sendable, CaseIterable {
    case passwordChanged = "password_changed"
    /// An administrator made a link for a new password.
    case passwordLink = "password_link"
    case appAdded = "app_added"
    case appTaken = "app_taken"
    case recoveryCodes = "recovery_codes"
    case emailChanged = "email_changed"
    /// A key for a machine that acts in their name.
    case keyMade = "key_made"
    /// A sign-in from a browser or program that they never used before.
    case newDevice = "new_device"

    /// The key of its text.
    var titleKey: String { "todo_account_\(rawValue)" }

    /// Tells a member of staff: a to-do on their pages, and a letter where they have an address.
    /// - Parameter former: the address before, which is told too.
    func tell(_ staff: StaffID, former: String? = nil, _ call: some Calling, _ tx: EventTransaction) async throws {
        let id = UUID.timeOrdered()
        let maker = call.person.flatMap { $0.kind == .staff && $0.staffID != staff ? $0.staffID : nil }
        let address = call.request.address == "unknown" ? nil : call.request.address
        let agent = call.request.header("user-agent").map { String($0.prefix(200)) }
        try await tx.execute(
            """
            insert into account_notice (notice_id, staff_id, news, made_by, address, agent)
            values (\(id), \(staff), \(rawValue), \(maker), \(address), \(agent))
            """)
        let told: Told = try await tx.one("select name, login, email from staff where staff_id = \(staff)")
        // Not from where: of a to-do's subject others read in the history of chains.
        tx.openTodo(OA.self, id: id, assignee: staff, titleKey: titleKey, subject: told.name, link: "/oa/account")
        let by = maker == nil ? nil : call.person?.name
        for letterbox in Set([told.email, former].compactMap(\.self)).sorted() where letterbox.contains("@") {
            call.post(
                call.accountLetter(
                    to: letterbox, title: titleKey,
                    facts: [
                        ("staff_login", told.login), ("notice_by", by), ("account_address", address),
                        ("account_agent", agent),
                    ], advice: "notice_what_to_do", page: "/oa/account"), in: tx)
        }
    }

    private struct Told: Decodable, Sendable { let name: String, login: String, email: String? }
}

/// Starts a session of a member of staff, who is told when it is from a device that they never used before.
func startSession(of person: Person, _ call: Call) async throws -> SessionStarted {
    try await call.transaction { tx in
        let started = try await call.startSession(person, in: tx)
        if started.isFromNewDevice { try await AccountNews.newDevice.tell(person.staffID, call, tx) }
        return started
    }
}
