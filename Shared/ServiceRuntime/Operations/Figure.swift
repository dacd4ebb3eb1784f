import Kernel

/// A number of the business, compared across services by `qiao verify`.
public struct Figure: Sendable {
    public let key: String
    let value: @Sendable (Call) async throws -> String
}

/// A value that a figure can have.
public protocol FigureValue: Sendable {
    /// The value as it is compared: counts as digits, money with two places.
    var figureText: String { get }
}

extension Int: FigureValue { public var figureText: String { description } }
extension Int64: FigureValue { public var figureText: String { description } }
extension String: FigureValue { public var figureText: String { self } }
extension ExactDecimal: FigureValue { public var figureText: String { description } }
extension Money: FigureValue { public var figureText: String { amountText } }

/// Declares a figure: `figure("oa.trips.filed") { call in try await call.database.one("select count(*) from trip", as: Int.self) }`.
public func figure<V: FigureValue>(_ key: String, _ value: @escaping @Sendable (Call) async throws -> V) -> Figure {
    Figure(key: key) { try await value($0).figureText }
}

/// The figures of a service at one moment.
struct FigureList: Codable, Sendable {
    struct Entry: Codable, Sendable {
        let key: String
        let value: String
    }
    let figures: [Entry]
}
