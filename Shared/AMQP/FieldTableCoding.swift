import CRabbitMQ

extension Arena {
    /// The C form of a value.
    func field(_ value: AMQPValue) throws(AMQPError) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        func kind(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(truncatingIfNeeded: kind.rawValue) }
        switch value {
        case .null:
            kind(AMQP_FIELD_KIND_VOID)
        case .bool(let bool):
            kind(AMQP_FIELD_KIND_BOOLEAN)
            field.value.boolean = bool ? 1 : 0
        case .int32(let number):
            kind(AMQP_FIELD_KIND_I32)
            field.value.i32 = number
        case .int64(let number):
            kind(AMQP_FIELD_KIND_I64)
            field.value.i64 = number
        case .double(let number):
            kind(AMQP_FIELD_KIND_F64)
            field.value.f64 = number
        case .string(let text):
            kind(AMQP_FIELD_KIND_UTF8)
            field.value.bytes = try bytes(text)
        case .bytes(let data):
            kind(AMQP_FIELD_KIND_BYTES)
            field.value.bytes = try bytes(data)
        case .timestamp(let seconds):
            kind(AMQP_FIELD_KIND_TIMESTAMP)
            field.value.u64 = seconds
        case .array(let values):
            kind(AMQP_FIELD_KIND_ARRAY)
            field.value.array = try list(values)
        case .table(let entries):
            kind(AMQP_FIELD_KIND_TABLE)
            field.value.table = try table(entries)
        }
        return field
    }
}

extension AMQPValue {
    /// Deeper nesting than this is cut off: nobody needs it, and a hostile message could exhaust the stack by it.
    private static let deepest = 32

    /// Copies a value out of the library's memory. Kinds we do not know become ``null``.
    init(_ field: amqp_field_value_t, depth: Int = 0) {
        switch amqp_field_value_kind_t(numericCast(field.kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: self = .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: self = .int32(Int32(field.value.i8))
        case AMQP_FIELD_KIND_U8: self = .int32(Int32(field.value.u8))
        case AMQP_FIELD_KIND_I16: self = .int32(Int32(field.value.i16))
        case AMQP_FIELD_KIND_U16: self = .int32(Int32(field.value.u16))
        case AMQP_FIELD_KIND_I32: self = .int32(field.value.i32)
        case AMQP_FIELD_KIND_U32: self = .int64(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64: self = .int64(field.value.i64)
        case AMQP_FIELD_KIND_U64: self = .int64(Int64(clamping: field.value.u64))
        case AMQP_FIELD_KIND_F32: self = .double(Double(field.value.f32))
        case AMQP_FIELD_KIND_F64: self = .double(field.value.f64)
        case AMQP_FIELD_KIND_DECIMAL: self = .double(Self.number(field.value.decimal))
        case AMQP_FIELD_KIND_UTF8: self = Self.text(field.value.bytes)
        case AMQP_FIELD_KIND_BYTES: self = .bytes([UInt8](field.value.bytes.buffer))
        case AMQP_FIELD_KIND_TIMESTAMP: self = .timestamp(field.value.u64)
        case AMQP_FIELD_KIND_ARRAY where depth < Self.deepest:
            let entries = UnsafeBufferPointer(start: field.value.array.entries, count: field.value.array.count)
            self = .array(entries.map { AMQPValue($0, depth: depth + 1) })
        case AMQP_FIELD_KIND_TABLE where depth < Self.deepest:
            self = .table(Self.entries(of: field.value.table, depth: depth + 1))
        default: self = .null
        }
    }

    /// Copies a table out of the library's memory; of a key that comes twice the last value stays.
    static func entries(of table: amqp_table_t, depth: Int = 0) -> [String: AMQPValue] {
        let entries = UnsafeBufferPointer(start: table.entries, count: table.count)
        var result: [String: AMQPValue] = [:]
        result.reserveCapacity(entries.count)
        for entry in entries {
            result[entry.key.text] = AMQPValue(entry.value, depth: depth)
        }
        return result
    }

    private static func text(_ bytes: amqp_bytes_t) -> AMQPValue {
        if let text = String(validating: bytes.buffer, as: UTF8.self) {
            .string(text)
        } else {
            .bytes([UInt8](bytes.buffer))
        }
    }

    private static func number(_ decimal: amqp_decimal_t) -> Double {
        var value = Double(decimal.value)
        for _ in 0..<decimal.decimals { value /= 10 }
        return value
    }
}

extension amqp_table_t {
    fileprivate var count: Int { entries == nil ? 0 : max(0, Int(num_entries)) }
}

extension amqp_array_t {
    fileprivate var count: Int { entries == nil ? 0 : max(0, Int(num_entries)) }
}

extension amqp_bytes_t {
    /// The bytes where they are; valid as long as the library's memory is.
    var buffer: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : len)
    }

    /// A copy as text; what is not UTF-8 is replaced by U+FFFD.
    var text: String { String(decoding: buffer, as: UTF8.self) }
}
