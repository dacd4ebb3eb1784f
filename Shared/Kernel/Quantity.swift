/// A number of something, with its unit.
public struct Quantity: Sendable, Hashable, Codable {
    public var value: ExactDecimal
    public var unit: UnitOfMeasure

    public init(_ value: ExactDecimal, _ unit: UnitOfMeasure = .piece) {
        self.value = value
        self.unit = unit
    }
}

/// A unit of measure by its short name.
public struct UnitOfMeasure: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let piece = UnitOfMeasure(rawValue: "pcs")
    public static let kilogram = UnitOfMeasure(rawValue: "kg")
    public static let metre = UnitOfMeasure(rawValue: "m")
}

extension Quantity: CustomStringConvertible {
    public var description: String { "\(value) \(unit.rawValue)" }
}
