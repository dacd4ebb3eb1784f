/// A value in an AMQP field table: message headers, queue and exchange arguments.
public enum AMQPValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int32(Int32)
    /// Every integer wider than 32 bits arrives as this one; an unsigned value beyond its range is clamped.
    case int64(Int64)
    /// Floats and decimals arrive as this one too.
    case double(Double)
    /// Text. Bytes that are not UTF-8 arrive as ``bytes(_:)``.
    case string(String)
    case bytes([UInt8])
    /// Seconds since 1970-01-01T00:00:00Z.
    case timestamp(UInt64)
    case array([AMQPValue])
    case table([String: AMQPValue])

    /// The value as a whole number, when it is one or is text that spells one.
    public var integer: Int64? {
        switch self {
        case .int32(let value): Int64(value)
        case .int64(let value): value
        case .timestamp(let value): Int64(exactly: value)
        case .bool(let value): value ? 1 : 0
        case .double(let value): Int64(exactly: value)
        case .string(let value): Int64(value)
        case .null, .bytes, .array, .table: nil
        }
    }

    /// The text, when the value is text.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }
}

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int64(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
