import Foundation

/// Brings a message to somebody who is not signed in: by e-mail or as a text message, or, where software is developed, as a
/// file.
public protocol MessageSender: Sendable {
    /// - Throws: when it cannot be sent now; asking again is worth it.
    func send(_ message: Message) async throws
}

/// What is sent.
public struct Message: Sendable, Hashable {
    /// How it goes.
    public enum Way: String, Codable, Sendable {
        case email, textMessage
    }

    /// An e-mail address, or the number of a phone in the form of E.164.
    public let to: String
    public let way: Way
    /// Of a letter; a text message has none.
    public let subject: String
    public let text: String

    public init(to: String, by way: Way = .email, subject: String, text: String) {
        (self.to, self.way, self.subject, self.text) = (to, way, subject, text)
    }
}

/// Puts each message into a file that is named after its address; a newer one takes the place of the one before.
public struct MessageFiles: MessageSender {
    let folder: URL

    /// Nil when `QIAO_MESSAGES` names no folder.
    public init?(_ environment: [String: String]) {
        guard let path = environment["QIAO_MESSAGES"], !path.isEmpty else { return nil }
        folder = URL(filePath: path, directoryHint: .isDirectory)
    }

    public func send(_ message: Message) async throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let name = message.to.map { $0.isLetter || $0.isNumber || "@.-_+".contains($0) ? $0 : "_" }
        let file = folder.appending(path: String(name) + ".txt")
        try Data(Self.text(of: message).utf8).write(to: file, options: .atomic)
    }

    private static func text(of message: Message) -> String {
        switch message.way {
        case .email: "To: \(message.to)\nSubject: \(message.subject)\n\n\(message.text)\n"
        case .textMessage: "Text message to: \(message.to)\n\n\(message.text)\n"
        }
    }
}
