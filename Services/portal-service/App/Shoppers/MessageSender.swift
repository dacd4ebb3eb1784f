import Foundation

/// Brings a message to somebody who is not signed in: by e-mail, by telephone, or, where software is developed, as a file.
protocol MessageSender: Sendable {
    /// - Throws: when it cannot be sent now; asking again is worth it.
    func send(_ message: Message) async throws
}

/// What is sent.
struct Message: Sendable, Hashable {
    /// An e-mail address.
    let to: String
    let subject: String
    let text: String
}

/// Puts each message into a file that is named after its address; a newer one takes the place of the one before.
struct MessageFiles: MessageSender {
    let folder: URL

    /// Nil when `QIAO_MESSAGES` names no folder.
    init?(_ environment: [String: String]) {
        guard let path = environment["QIAO_MESSAGES"], !path.isEmpty else { return nil }
        folder = URL(filePath: path, directoryHint: .isDirectory)
    }

    func send(_ message: Message) async throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let name = message.to.map { $0.isLetter || $0.isNumber || "@.-_+".contains($0) ? $0 : "_" }
        let file = folder.appending(path: String(name) + ".txt")
        let text = "To: \(message.to)\nSubject: \(message.subject)\n\n\(message.text)\n"
        try Data(text.utf8).write(to: file, options: .atomic)
    }
}
