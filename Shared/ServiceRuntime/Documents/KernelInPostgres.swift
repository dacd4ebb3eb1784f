import Foundation
import Kernel
import Postgres

// How the words of the Kernel are kept in columns. An App adds a line for each enumeration of its own Domain:
// `extension TripState: PostgresEncodable, PostgresDecodable {}`.

/// `uuid`. Said here, though it is what any wrapped value does: of a generic type that has to be found out at each value.
extension ID: PostgresEncodable, PostgresDecodable {
    public var postgresText: String? { rawValue.postgresText }
    public init(postgresText: String) throws { self.init(rawValue: try UUID(postgresText: postgresText)) }
    public init(postgresCell: PostgresCell) throws { self.init(rawValue: try UUID(postgresCell: postgresCell)) }
}

/// `text`.
extension Role: PostgresEncodable, PostgresDecodable {}

/// `numeric(18,2)`, in the company's currency; amounts in others are kept with their currency beside them.
extension Money: PostgresEncodable, PostgresDecodable {
    public var postgresText: String? { amountText }
    public init(postgresText: String) throws {
        guard let money = Money(postgresText) else { throw PostgresMismatch(found: "a number with more than 2 places") }
        self = money
    }
}

/// `numeric(18,6)`.
extension ExactDecimal: PostgresEncodable, PostgresDecodable {
    public var postgresText: String? { description }
    public init(postgresText: String) throws {
        guard let number = ExactDecimal(postgresText) else {
            throw PostgresMismatch(found: "a number with more than 6 places")
        }
        self = number
    }
}

/// `date`.
extension BusinessDate: PostgresEncodable, PostgresDecodable {
    public var postgresText: String? { description }
    public init(postgresText: String) throws {
        guard let date = BusinessDate(postgresText) else { throw PostgresMismatch(found: "text that is no date") }
        self = date
    }
}
