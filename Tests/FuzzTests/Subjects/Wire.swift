import CRabbitMQ

@testable import AMQP

/// Bytes as AMQP 0-9-1 puts them on the wire, made and read by the library.
enum Wire {
    /// The bytes where they are; the library does not write to what it is given to read.
    static func borrowed(_ buffer: UnsafeRawBufferPointer) -> amqp_bytes_t {
        amqp_bytes_t(len: buffer.count, bytes: UnsafeMutableRawPointer(mutating: buffer.baseAddress))
    }

    static func bytes(of table: [String: AMQPValue], in arena: Arena = Arena()) throws -> [UInt8] {
        var source = try arena.table(table)
        return try encoded(room: arena.wireSize + 4096) { room, length in
            amqp_encode_table(room, &source, &length)
        }
    }

    /// Nil when the library refuses it.
    static func table(_ bytes: [UInt8]) -> [String: AMQPValue]? {
        withPool { pool in
            bytes.withUnsafeBytes { buffer in
                var table = amqp_table_t()
                var offset = 0
                guard amqp_decode_table(borrowed(buffer), pool, &table, &offset) >= 0 else { return nil }
                return AMQPValue.entries(of: table)
            }
        }
    }

    static func bytes(of properties: AMQPProperties) throws -> [UInt8] {
        let arena = Arena()
        var source = try arena.properties(properties, publishNumber: 1)
        return try encoded(room: arena.wireSize + 4096) { room, length in
            let written = amqp_encode_properties(UInt16(AMQP_BASIC_CLASS), &source, room)
            length = Int(max(0, written))
            return written
        }
    }

    /// Nil when the library refuses it.
    static func properties(_ bytes: [UInt8]) -> AMQPProperties? {
        withPool { pool in
            bytes.withUnsafeBytes { buffer in
                var decoded: UnsafeMutableRawPointer?
                let status = amqp_decode_properties(UInt16(AMQP_BASIC_CLASS), pool, borrowed(buffer), &decoded)
                guard status >= 0, let decoded else { return nil }
                return AMQPProperties(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee)
            }
        }
    }

    /// A delivery: method, header and body.
    static func delivery(headers: [String: AMQPValue], body: [UInt8]) throws -> [UInt8] {
        try method(AMQP_BASIC_DELIVER_METHOD, amqp_basic_deliver_t()) + content(headers, body)
    }

    static func returned(headers: [String: AMQPValue]) throws -> [UInt8] {
        try method(AMQP_BASIC_RETURN_METHOD, amqp_basic_return_t()) + content(headers, [])
    }

    static var acknowledgement: [UInt8] {
        get throws { try method(AMQP_BASIC_ACK_METHOD, amqp_basic_ack_t(delivery_tag: 1, multiple: 1)) }
    }

    static var end: [UInt8] {
        get throws { try method(AMQP_CHANNEL_CLOSE_METHOD, amqp_channel_close_t()) }
    }

    private static func method<T>(_ id: amqp_method_number_t, _ fields: T) throws -> [UInt8] {
        var fields = fields
        let arguments = try encoded(room: 1024) { room, length in
            let written = withUnsafeMutableBytes(of: &fields) { amqp_encode_method(id, $0.baseAddress, room) }
            length = Int(max(0, written))
            return written
        }
        return frame(1, big(UInt64(id), 4) + arguments)
    }

    private static func content(_ headers: [String: AMQPValue], _ body: [UInt8]) throws -> [UInt8] {
        let properties = try bytes(of: AMQPProperties(messageID: "id", headers: headers))
        let header = frame(2, big(UInt64(AMQP_BASIC_CLASS), 2) + big(0, 2) + big(UInt64(body.count), 8) + properties)
        return body.isEmpty ? header : header + frame(3, body)
    }

    private static func frame(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [type] + big(1, 2) + big(UInt64(payload.count), 4) + payload + [0xCE]
    }

    private static func big(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }

    private static func encoded(room: Int, _ encode: (amqp_bytes_t, inout Int) -> Int32) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: room)
        var length = 0
        let status = buffer.withUnsafeMutableBytes {
            encode(amqp_bytes_t(len: $0.count, bytes: $0.baseAddress), &length)
        }
        guard status >= 0 else { throw Broken("the library cannot write it: \(status)") }
        return Array(buffer[..<length])
    }

    private static func withPool<R>(_ body: (UnsafeMutablePointer<amqp_pool_t>) -> R) -> R {
        var pool = amqp_pool_t()
        init_amqp_pool(&pool, 4096)
        defer { empty_amqp_pool(&pool) }
        return body(&pool)
    }
}
