import Foundation
import Kernel
import Messaging
import OAEvents
import Postgres
import ServiceRuntime

/// Something that somebody was told about their account.
struct AccountNotice: Codable, Sendable {
    let id: UUID
    let news: AccountNews
    let at: Date
    /// Who did it, when it was somebody else.
    let madeBy: String?
    let address: String?
    /// What the browser or program calls itself.
    let agent: String?
    /// When the person took note of it.
    let seenAt: Date?
}

struct AccountNoticeList: Codable, Sendable {
    let notices: [AccountNotice]
}

/// `GET me/notices`: the newest fifty.
func listAccountNotices(_ input: NoInput, _ call: Call) async throws -> AccountNoticeList {
    AccountNoticeList(
        notices: try await call.database.all(
            """
            select notice_id as id, news, at, \(call.nameColumn(of: "maker")) as made_by, address, agent, seen_at
            from account_notice left join staff maker on maker.staff_id = made_by
            where account_notice.staff_id = \(try call.signedIn().staffID) order by at desc, notice_id desc limit 50
            """))
}

struct AccountNoticePath: Codable, Sendable {
    var id: UUID
}

/// `POST me/notices/{id}/note`: the person takes note; the to-do is done.
func noteAccountNotice(_ input: AccountNoticePath, _ call: CommandCall) async throws -> Done {
    let person = try call.signedIn()
    let seen: Bool? = try await call.tx.first(
        """
        select seen_at is not null from account_notice
        where notice_id = \(input.id) and staff_id = \(person.staffID) for update
        """)
    guard let seen else { throw Problem.notFound("notice", input.id) }
    if seen { return Done() }
    try await call.tx.execute("update account_notice set seen_at = now() where notice_id = \(input.id)")
    call.tx.closeTodo(OA.self, input.id)
    return Done()
}
