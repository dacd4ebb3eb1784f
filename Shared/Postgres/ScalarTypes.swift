import Foundation

extension String: PostgresCodable {
    public var postgresText: String? { self }

    public init(postgresText: String) { self = postgresText }
}

extension Bool: PostgresCodable {
    public var postgresText: String? { self ? "t" : "f" }

    public init(postgresText: String) throws {
        switch postgresText {
        case "t", "true": self = true
        case "f", "false": self = false
        default: throw PostgresMismatch(found: "text that is no boolean")
        }
    }
}

extension PostgresEncodable where Self: FixedWidthInteger {
    public var postgresText: String? { String(self) }
}

extension PostgresDecodable where Self: FixedWidthInteger {
    public init(postgresText: String) throws {
        guard let value = Self(postgresText) else {
            throw PostgresMismatch(found: "text that is no \(Self.self), or too large for one")
        }
        self = value
    }

    public init(postgresCell: PostgresCell) throws {
        guard !postgresCell.isNull else { throw PostgresMismatch(found: "NULL") }
        guard let value = postgresCell.withBytes({ Self(decimalDigits: $0) }) else {
            throw PostgresMismatch(found: "text that is no \(Self.self), or too large for one")
        }
        self = value
    }
}

extension Int: PostgresCodable {}
extension Int16: PostgresCodable {}
extension Int32: PostgresCodable {}
extension Int64: PostgresCodable {}

extension FixedWidthInteger {
    /// Reads digits without making a String of them: most columns are numbers.
    init?(decimalDigits bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        guard bytes.count > (isNegative ? 1 : 0) else { return nil }
        var value: Self = 0
        for byte in isNegative ? bytes.dropFirst() : bytes[...] {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, overflowsToo) =
                isNegative
                ? tenfold.subtractingReportingOverflow(Self(digit)) : tenfold.addingReportingOverflow(Self(digit))
            guard !overflow, !overflowsToo else { return nil }
            value = next
        }
        self = value
    }
}

extension Double: PostgresCodable {
    public var postgresText: String? { description }

    public init(postgresText: String) throws {
        guard let value = Double(postgresText) else { throw PostgresMismatch(found: "text that is no number") }
        self = value
    }
}
