import Foundation
import JSONSchema
import Kernel

/// The session of a person who needs a code to sign in, kept for the next command in a file that only its owner reads.
struct KeptSession: Sendable {
    private let file: URL

    /// Nil when `QIAO_SESSIONS` names no folder.
    init?(_ settings: Settings, _ login: String) {
        guard let folder = settings.sessions else { return nil }
        file = URL(filePath: folder).appending(path: "\(login).json")
    }

    func read() -> JSONValue? {
        (try? Data(contentsOf: file)).flatMap { try? WireJSON.decode(JSONValue.self, from: $0) }
    }

    /// Without the file the next command signs in anew, which is no harm.
    func write(_ session: JSONValue) {
        let manager = FileManager.default
        try? manager.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard let data = try? WireJSON.encode(session) else { return }
        try? data.write(to: file, options: .atomic)
        try? manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
}
