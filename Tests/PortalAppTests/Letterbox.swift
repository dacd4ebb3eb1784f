import ServiceRuntime

/// A letterbox, and a phone, that keeps what comes.
actor Letterbox: MessageSender {
    private(set) var messages: [Message] = []

    func send(_ message: Message) async throws { messages.append(message) }

    /// The code of the last message to an address: its last line.
    func code(for address: String) -> String? {
        messages.last { $0.to == address }?.text.split(separator: "\n").last.map(String.init)
    }
}
