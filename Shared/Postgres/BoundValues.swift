import Foundation

/// Parameters laid out as libpq wants them; all bytes in one block that lives as long as this does.
final class BoundValues {
    let values: [UnsafePointer<CChar>?]
    let lengths: [Int32]
    let formats: [Int32]
    private let block: UnsafeMutableRawBufferPointer

    var count: Int32 { Int32(values.count) }

    /// - Throws: ``PostgresError/encoding(_:)`` for text with a NUL, which C would cut short in silence.
    init(_ parameters: [PostgresParameter]) throws {
        let size = parameters.reduce(0) { $0 + $1.size }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 1)
        self.block = block
        var position = 0
        var hasNUL = false
        values = parameters.map { parameter -> UnsafePointer<CChar>? in
            guard let start = block.baseAddress?.advanced(by: position) else { return nil }
            switch parameter {
            case .null: return nil
            case .text(var text):
                text.withUTF8 { bytes in
                    if let first = bytes.baseAddress {
                        hasNUL = hasNUL || memchr(first, 0, bytes.count) != nil
                        start.copyMemory(from: first, byteCount: bytes.count)
                    }
                    start.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
                }
            case .binary(let bytes): block[position..<(position + bytes.count)].copyBytes(from: bytes)
            }
            position += parameter.size
            return UnsafePointer(start.assumingMemoryBound(to: CChar.self))
        }
        lengths = parameters.map { Int32($0.size) }
        formats = parameters.map { if case .binary = $0 { 1 } else { 0 } }
        if hasNUL { throw PostgresError.encoding("text with a NUL character cannot be stored") }
    }

    deinit {
        block.deallocate()
    }
}

extension PostgresParameter {
    /// Bytes it takes in the block; text ends with a NUL for C, which is not part of it.
    fileprivate var size: Int {
        switch self {
        case .null: 0
        case .text(let text): text.utf8.count + 1
        case .binary(let bytes): bytes.count
        }
    }
}
