import Foundation
import Pictures
import Subprocess
import Synchronization
import SystemPackage

/// Decodes and encodes pictures in a process that holds nothing of the service: neither its memory nor its environment, and
/// not one of its open files.
enum PictureEncoder {
    /// It ended in a way that has nothing to do with the picture.
    struct Failed: Error, CustomStringConvertible {
        let status: TerminationStatus
        var description: String { "picture-encoder ended with \(status)" }
    }

    /// Beside the service's own executable.
    private static let executable = FilePath(Bundle.main.bundleURL.appending(path: "picture-encoder").path)
    /// The most that all renditions of a picture take, in bytes: noise as high as a picture may be takes nine million.
    private static let most = 32 << 20
    /// A picture takes a core for a second and memory for every pixel: one at a time.
    private static let turns = Mutex(Turns())
    private static let mostWaiting = 8

    private struct Turns {
        var waiting = 0
        var last: Task<Void, Never>?
    }

    /// The picture in each of the widths that it has, the smallest first, encoded anew from pixels alone.
    ///
    /// - Throws: ``PictureError``; ``Failed`` and `SubprocessError` where the encoder is missing or broken.
    static func renditions(of bytes: [UInt8], format: PictureFormat, widths: [Int]) async throws -> [Rendition] {
        // What would be too large is refused before a process is made for it.
        _ = try PictureHeader(of: bytes, format: format)
        let turn = try turns.withLock { turns throws(PictureError) in
            guard turns.waiting < mostWaiting else { throw .busy }
            turns.waiting += 1
            let turn = Task { [before = turns.last] in
                await before?.value
                defer { Self.turns.withLock { $0.waiting -= 1 } }
                return try await encoded(bytes, format, widths)
            }
            turns.last = Task { _ = await turn.result }
            return turn
        }
        return try await turn.value
    }

    private static func encoded(
        _ bytes: [UInt8], _ format: PictureFormat, _ widths: [Int]
    ) async throws -> [Rendition] {
        let result = try await run(
            .path(executable), arguments: [format.rawValue, widths.map(String.init).joined(separator: ",")],
            environment: .custom([:] as [Environment.Key: String]), input: .array(bytes), output: .bytes(limit: most),
            error: .discarded)
        return try outcome(result.terminationStatus, result.standardOutput)
    }

    /// What became of the picture, by how the encoder ended and what it wrote.
    static func outcome(_ status: TerminationStatus, _ output: [UInt8]) throws -> [Rendition] {
        switch status {
        case .exited(0):
            guard let renditions = Rendition.read(output), !renditions.isEmpty else { throw Failed(status: status) }
            return renditions
        // Bytes that make a decoder die, or go on without end, are no better than those that it refuses.
        case .exited(EncoderExit.damaged), .signaled: throw PictureError.damaged
        case .exited: throw Failed(status: status)
        }
    }
}
