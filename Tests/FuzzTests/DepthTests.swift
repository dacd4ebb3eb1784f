import Foundation
import Testing

@testable import AMQP

/// Nesting as deep as a message allows: what reads by recursion must not run out of stack.
@Suite struct DepthTests {
    @Test func aFrameFullOfListsInListsIsCutOff() async throws {
        // Four bytes of length and one of kind for each: as deep as a frame of 128 KiB can be.
        let bytes = table(holding: lists(26_000))
        #expect(bytes.count < 131_072)
        let table = try #require(await onAThreadLikeTheConnections { Wire.table(bytes) })
        var value = try #require(table["a"])
        var depth = 0
        while case .array(let values) = value {
            depth += 1
            value = values.first ?? .null
        }
        #expect(depth == 32)
    }

    @Test func documentsOfBracketsAreRefused() throws {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            for count in [600, 200_000] {
                let body = String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
                try Subject.events.check([0] + Array(body.utf8))
                try Subject.events.check([0] + Array(String(repeating: open, count: count).utf8))
            }
        }
    }

    private func lists(_ depth: Int) -> [UInt8] {
        (0..<depth).flatMap { [UInt8(ascii: "A")] + big(5 * (depth - 1 - $0)) }
    }

    private func table(holding value: [UInt8]) -> [UInt8] {
        big(value.count + 2) + [1, UInt8(ascii: "a")] + value
    }

    private func big(_ number: Int) -> [UInt8] {
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private func onAThreadLikeTheConnections<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = 16 * 1_048_576
            thread.start()
        }
    }
}
