import Foundation
import Kernel
import PortalDomain
import ServiceRuntime

/// `/account`: who one is here, one's password, and where one is signed in.
struct AccountView: Codable, Sendable {
    struct Session: Codable, Sendable {
        let id: String
        let device: String
        let started: String
        let address: String
        let current: Bool
    }
    let name: String
    let email: String?
    let phone: String?
    /// What a password manager keeps the password under.
    let signsInWith: String
    let registered: String
    let sessions: [Session]
    let hasOthers: Bool
}

func accountPage(_ input: NoInput, _ call: Call) async throws -> AccountView {
    let own = try await ownself(call)
    let sessions = try await goingOn(call)
    return AccountView(
        name: own.name, email: own.email, phone: own.phone, signsInWith: own.email ?? own.phone ?? "",
        registered: call.format(own.registeredAt),
        sessions: sessions.map {
            .init(
                id: $0.id.text, device: Device(agent: $0.agent ?? "").text,
                started: call.format($0.startedAt), address: $0.address ?? "–", current: $0.current)
        },
        hasOthers: sessions.count > 1)
}
