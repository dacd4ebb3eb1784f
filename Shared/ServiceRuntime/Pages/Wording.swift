import Foundation
import Kernel
import Postgres

// How pages name people and things.

extension Calling {
    /// A name in the person's language, as far as there is one in it.
    public func name(_ english: String, _ chinese: String?) -> String {
        guard language == .zh, let chinese, !chinese.isEmpty else { return english }
        return chinese
    }

    /// A unit as people call it; one that a company has named itself is as they wrote it.
    public func unit(_ word: String) -> String { service.texts.find("unit_\(word)", language) ?? word }

    /// From one day to another, both included.
    public func days(_ first: BusinessDate, _ last: BusinessDate) -> String {
        first == last ? format(first) : "\(format(first)) – \(format(last))"
    }

    /// How much there is of something, with its unit.
    public func counted(_ quantity: ExactDecimal, _ unit: String) -> String { "\(format(quantity)) \(self.unit(unit))" }

    /// The column with the name of a row of `table`, which has `name` and `name_zh`: Chinese pages show the Chinese name
    /// when there is one; programs always get the one in Latin script.
    public func nameColumn(of table: SQL) -> SQL {
        let isPage = !request.path.hasPrefix("\(service.prefix)/api/")
        return isPage && language == .zh ? "coalesce(nullif(\(table).name_zh, ''), \(table).name)" : "\(table).name"
    }

    /// A sentence in the person's language, its amounts as everywhere: `¥850.00` for the `850.00 CNY` of a service.
    public func tell(_ phrase: Phrase) -> String {
        service.texts.tell(phrase, language).replacing(#/(-?[0-9]+\.[0-9]{2}) ([A-Z]{3})\b/#) { amount in
            let currency = Currency(rawValue: String(amount.output.2))
            return Money(String(amount.output.1), currency: currency).map(language.format) ?? String(amount.output.0)
        }
    }
}

/// A choice of a form.
public struct Choice: Codable, Sendable {
    public let value: String
    public let label: String
    public let chosen: Bool

    public init(value: String, label: String, chosen: Bool = false) {
        (self.value, self.label, self.chosen) = (value, label, chosen)
    }
}

/// The path of a chain's page in the portal.
public func chainLink(_ chain: UUID) -> String { "/chains/\(chain.text)" }
