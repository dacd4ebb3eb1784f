import Foundation

/// A file of the repository, as a value: rules are functions over it, so that they can be shown bad samples.
struct RepositoryFile: Sendable {
    /// From the root: `Shared/Kernel/Money.swift`.
    let path: String
    let text: String
    /// Without comments and strings; empty for what is no Swift.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = path.hasSuffix(".swift") ? SwiftText.code(of: text) : ""
    }

    var name: String { String(path.split(separator: "/").last ?? "") }
    var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
    var lines: [Substring] { Self.lines(of: text) }
    /// As many as `lines`.
    var codeLines: [Substring] { code.isEmpty ? lines.map { $0.prefix(0) } : Self.lines(of: code) }

    private static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// The working tree that these tests were compiled from.
enum Repository {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let swiftFiles = Result { try files(".swift", under: ["Services", "Shared", "Tests"]) }

    /// Every Swift source, read once.
    static func swift() throws -> [RepositoryFile] { try swiftFiles.get() }

    /// The Swift sources of the product: `Services` and `Shared`.
    static func product() throws -> [RepositoryFile] { try swift().filter { !$0.path.hasPrefix("Tests/") } }

    /// The files with these endings below these folders; hidden ones (`.build`, `.local`) are left out.
    static func files(_ endings: String..., under folders: [String]) throws -> [RepositoryFile] {
        try folders.flatMap { try paths(under: $0) }
            .filter { path in endings.contains { path.hasSuffix($0) } }
            .map { try file($0) }
    }

    static func file(_ path: String) throws -> RepositoryFile {
        RepositoryFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Every file below a folder, from the root.
    static func paths(under folder: String) throws -> [String] {
        let start = root.appending(path: folder)
        let keys: [URLResourceKey] = [.isRegularFileKey]
        guard
            let walk = FileManager.default.enumerator(
                at: start, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        else { throw Missing(folder: folder) }
        return walk.compactMap { $0 as? URL }
            .filter { (try? $0.resourceValues(forKeys: Set(keys)).isRegularFile) == true }
            .map { String($0.path.dropFirst(root.path.count + (root.path.hasSuffix("/") ? 0 : 1))) }
            .sorted()
    }

    struct Missing: Error { let folder: String }
}
