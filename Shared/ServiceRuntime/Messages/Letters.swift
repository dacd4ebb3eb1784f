import Foundation
import Kernel
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Sends what was posted in transactions: once it is committed, and again while it cannot be sent, for a day.
public struct Letters: Service {
    let context: ServiceContext
    let sender: (any MessageSender)?

    /// - Parameter sender: nil where nothing is sent: then letters are thrown away.
    public init(context: ServiceContext, sender: (any MessageSender)?) {
        (self.context, self.sender) = (context, sender)
    }

    static func channel(_ context: ServiceContext) -> String {
        "qiao_letters_\(context.database.configuration.schema ?? context.name)"
    }

    public func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in context.database.listen(Self.channel(context)) {
                while !Task.isCancelled {
                    if (try? await sendAll()) == 0 { break }
                    try? await Task.sleep(for: .seconds(10))
                }
            }
        }
    }

    /// Sends what can be sent now.
    /// - Returns: how many letters have to wait.
    func sendAll() async throws -> Int {
        try await context.database.execute(
            "delete from rt_letter where written_at < now() - interval '1 day' or \(sender == nil)")
        while try await sendNext() {}
        return try await context.database.one("select count(*) from rt_letter", as: Int.self)
    }

    private struct Letter: Decodable, Sendable {
        let letterID: UUID, recipient: String, way: Message.Way, subject: String, text: String
    }

    /// Tries the next whose turn it is; of several processes each takes another.
    private func sendNext() async throws -> Bool {
        guard let sender else { return false }
        return try await context.database.transaction { tx in
            let letter: Letter? = try await tx.first(
                """
                select letter_id, recipient, way, subject, text from rt_letter where send_after <= now()
                order by send_after limit 1 for update skip locked
                """)
            guard let letter else { return false }
            do {
                try await sender.send(
                    Message(to: letter.recipient, by: letter.way, subject: letter.subject, text: letter.text))
                try await tx.execute("delete from rt_letter where letter_id = \(letter.letterID)")
            } catch {
                context.logger.warning("a letter waits", metadata: ["error": "\(error)"])
                try await tx.execute(
                    "update rt_letter set send_after = now() + interval '10 s' where letter_id = \(letter.letterID)")
            }
            return true
        }
    }
}

extension Calling {
    /// Sends a message once the transaction is committed, and not when it is undone.
    public func post(_ message: Message, in tx: EventTransaction) {
        tx.write(
            """
            insert into rt_letter (letter_id, recipient, way, subject, text)
            values (\(UUID.timeOrdered()), \(message.to), \(message.way.rawValue), \(message.subject), \(message.text))
            """)
        tx.write("select pg_notify(\(Letters.channel(service)), '')")
    }

    /// What somebody is told about their account (ASVS 2.2.3), in both languages: which one they read is known of browsers
    /// only.
    ///
    /// - Parameters:
    ///   - title: the key of what happened.
    ///   - facts: what else is to be known, by the keys of what it is.
    ///   - advice: the key of what to do when it was somebody else.
    ///   - page: the path of the page of their account.
    public func accountLetter(
        to recipient: String, by way: Message.Way = .email, title: String, facts: [(key: String, value: String?)] = [],
        advice: String, page: String
    ) -> Message {
        let parts = [Language.zh, .en].map { language in
            func text(_ key: String) -> String { service.texts[key, language] }
            let told =
                [("letter_when", language.format(Date()))]
                + facts.compactMap { fact in fact.value.map { (fact.key, $0) } }
            return ([text(title), ""] + told.map { "\(text($0.0)): \($0.1)" } + ["", text(advice)]).joined(
                separator: "\n")
        }
        let subject = [Language.zh, .en].map { service.texts[title, $0] }.joined(separator: " / ")
        let link = "\(service.configuration.publicURL)\(page)"
        return Message(
            to: recipient, by: way, subject: subject,
            text: way == .email ? (parts + [link]).joined(separator: "\n\n") : "\(subject) \(link)")
    }
}
