import Foundation
import Pictures
import Subprocess
import SystemPackage
import Testing

/// The process that decodes, as the service starts it.
@Suite struct ConfinementTests {
    private static let encoder = FilePath(Bundle.main.bundleURL.appending(path: "picture-encoder").path)

    private func encode(
        _ bytes: [UInt8], _ arguments: Arguments = ["png", "30"]
    ) async throws -> (status: TerminationStatus, output: [UInt8]) {
        let ended = try await run(
            .path(Self.encoder), arguments: arguments, environment: .custom([:] as [Environment.Key: String]),
            input: .array(bytes), output: .bytes(limit: 1 << 20))
        return (ended.terminationStatus, ended.standardOutput)
    }

    @Test func whatItWritesIsRead() async throws {
        let ended = try await encode(Drawing.bytes(.png), ["png", "30,20,90"])
        #expect(ended.status == .exited(0))
        let renditions = try #require(Rendition.read(ended.output))
        #expect(renditions.map(\.width) == [20, 30, 60] && renditions.map(\.height) == [13, 20, 40])
        #expect(Rendition.read(Array(ended.output.dropLast())) == nil, "what was cut off is not read")
    }

    @Test func itSaysWhyItWroteNothing() async throws {
        #expect(try await encode(Array(Drawing.bytes(.png).prefix(50))).status == .exited(EncoderExit.damaged))
        for arguments: Arguments in [[], ["png"], ["gif", "30"], ["png", ""], ["png", "30,x"], ["png", "30", "30"]] {
            #expect(try await encode([], arguments).status == .exited(EncoderExit.usage))
        }
    }

    /// Once it reads, it has given up what it does not need: whoever takes it over cannot open anything.
    @Test func itCanOpenNothing() async throws {
        let ended = try await run(
            .path(Self.encoder), arguments: ["png", "30"], environment: .custom([:] as [Environment.Key: String]),
            input: .inputWriter, output: .bytes(limit: 1 << 20), error: .discarded
        ) { encoder in
            // More than a pipe holds: when all is written, it reads.
            _ = try await encoder.standardInputWriter.write([UInt8](repeating: 0, count: 1 << 20))
            let process = "/proc/\(encoder.processIdentifier.value)"
            let limits = try String(contentsOfFile: "\(process)/limits", encoding: .utf8)
            let environment = try Data(contentsOf: URL(filePath: "\(process)/environ"))
            try await encoder.standardInputWriter.finish()
            return (limits, environment)
        }
        let (limits, environment) = ended.closureResult
        for limit in ["Max open files", "Max processes", "Max file size", "Max core file size"] {
            let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix(limit) })
            #expect(line.dropFirst(limit.count).split(separator: " ").prefix(2) == ["0", "0"], "\(line)")
        }
        #expect(limits.contains("1073741824") && environment.isEmpty)
        #expect(ended.terminationStatus == .exited(EncoderExit.damaged))
    }
}
