import Foundation
import Kernel
import Logging
import Postgres
import ServiceLifecycle
import ServiceRuntime

/// Sends the letters about people's accounts. One that could not be sent for a day is not sent any more.
struct AccountLetters: Service {
    let context: ServiceContext
    let sender: (any MessageSender)?

    static func channel(_ database: PostgresPool) -> String {
        "qiao_letters_\(database.configuration.schema ?? "oa")"
    }

    func run() async {
        guard let sender else { return }
        await cancelWhenGracefulShutdown {
            for await _ in context.database.listen(Self.channel(context.database)) {
                while !Task.isCancelled {
                    do {
                        while try await sendNext(by: sender) {}
                        break
                    } catch {
                        context.logger.warning("letters wait", metadata: ["error": "\(error)"])
                        try? await Task.sleep(for: .seconds(10))
                    }
                }
            }
        }
    }

    private struct Letter: Decodable, Sendable {
        let noticeID: UUID, news: AccountNews, at: Date, maker: String?, address: String?, agent: String?
        let login: String, lettersTo: [String]
    }

    /// Sends one; of several processes each takes another.
    /// - Returns: false when none waits.
    func sendNext(by sender: any MessageSender) async throws -> Bool {
        try await context.database.transaction { tx in
            let letter: Letter? = try await tx.first(
                """
                select notice_id, news, at, maker.name as maker, address, agent, staff.login, letters_to
                from account_notice join staff using (staff_id) left join staff maker on maker.staff_id = made_by
                where sent_at is null and letters_to <> '{}' and at > now() - interval '1 day'
                order by at limit 1 for update of account_notice skip locked
                """)
            guard let letter else { return false }
            for letterbox in letter.lettersTo { try await sender.send(message(letter, to: letterbox)) }
            try await tx.execute("update account_notice set sent_at = now() where notice_id = \(letter.noticeID)")
            return true
        }
    }

    /// In both languages: which one the person reads is known of browsers only.
    private func message(_ letter: Letter, to letterbox: String) -> Message {
        let parts = [Language.zh, .en].map { language in
            func text(_ key: String) -> String { context.texts[key, language] }
            let facts = [
                ("staff_login", letter.login), ("notice_when", language.format(letter.at)), ("notice_by", letter.maker),
                ("account_address", letter.address), ("account_agent", letter.agent),
            ].compactMap { key, value in value.map { "\(text(key)): \($0)" } }
            return ([text(letter.news.titleKey), ""] + facts + ["", text("notice_what_to_do")]).joined(separator: "\n")
        }
        let titles = [Language.zh, .en].map { context.texts[letter.news.titleKey, $0] }
        let link = "\(context.configuration.publicURL)/oa/account"
        return Message(
            to: letterbox, subject: titles.joined(separator: " / "), text: (parts + [link]).joined(separator: "\n\n"))
    }
}
