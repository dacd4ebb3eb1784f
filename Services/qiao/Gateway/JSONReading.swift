import JSONSchema
import Kernel

/// An answer that lacks what was expected of it.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension JSONValue {
    /// The text at a path of members.
    func string(_ path: String...) throws -> String {
        guard let text = path.reduce(Optional(self), { $0?[$1] })?.text else {
            throw Unexpected("the answer has no text \(path.joined(separator: ".")): \(self)")
        }
        return text
    }

    /// The amount of money at a member.
    func money(_ key: String) throws -> Money {
        guard let text = self[key]?["amount"]?.text, let money = Money(text) else {
            throw Unexpected("the answer has no amount \(key): \(self)")
        }
        return money
    }

    func decimal(_ key: String) throws -> ExactDecimal {
        guard let text = self[key]?.text, let value = ExactDecimal(text) else {
            throw Unexpected("the answer has no number \(key): \(self)")
        }
        return value
    }

    /// The elements at a member, which may be a page of them.
    func list(_ key: String? = nil) throws -> [JSONValue] {
        let value = key.flatMap { self[$0] } ?? self
        guard let elements = value.elements ?? value["items"]?.elements else {
            throw Unexpected("the answer has no list \(key ?? ""): \(self)")
        }
        return elements
    }

    static func money(_ money: Money) -> JSONValue {
        ["amount": .string(money.amountText), "currency": .string(money.currency.rawValue)]
    }
}
