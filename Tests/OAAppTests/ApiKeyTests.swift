import Foundation
import Kernel
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// Keys of machines, as administrators hand them out.
@Suite struct ApiKeyTests {
    @Test func aKeyIsShownOnceAndFollowsItsOwner() async throws {
        try await Office.open { office in
            let administrator = try await office.signIn("administrator")
            let day = BusinessDate.today.adding(days: 30)
            func make(_ roles: String, _ services: String = #"["oa"]"#) async -> InProcessAnswer {
                await office.post(
                    "/oa/api/api-keys", administrator.token,
                    """
                    {"name":"website","actsFor":"ben","roles":\(roles),"services":\(services),"expiresOn":"\(day)"}
                    """)
            }
            for (roles, services, field) in [
                (#"["finance"]"#, #"["oa"]"#, "roles"), ("[]", #"["oa"]"#, "roles"),
                (#"["sales_manager"]"#, #"["hr"]"#, "services"),
            ] {
                let refused = await make(roles, services)
                #expect(refused.status == 422 && refused.text.contains(#""field":"\#(field)""#))
            }
            let made = try await make(#"["sales_manager"]"#).json(as: MadeApiKey.self)
            try await office.service.context.sessions.load()
            #expect(await office.status(made.key) == 200)
            #expect(await office.ask("POST", "/oa/api/sessions/end-all", made.key).status == 403)
            #expect(await office.ask("POST", "/oa/api/api-keys", made.key).status == 403)
            let list = await office.ask("GET", "/oa/api/api-keys", administrator.token)
            #expect(!list.text.contains(made.key) && list.text.contains("website"))
            let published: String = try await office.database.one(
                "select string_agg(body, ' ') from msg_event where type = 'oa.api-key.changed'")
            #expect(published.contains(OneTimeToken.hash(of: made.key)) && !published.contains(made.key))

            let gone = ChangeStaff(
                id: office.ben.staffID, name: "Ben", roles: [.salesManager], leavesOn: .today.adding(days: -1))
            _ = try await office.act(office.fanny, changeStaff, gone)
            try await office.service.context.sessions.load()
            #expect(await office.problem(made.key) == "api-key-refused")
        }
    }
}
