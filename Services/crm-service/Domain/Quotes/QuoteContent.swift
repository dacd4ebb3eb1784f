import Foundation
import Kernel

/// Everything that a version of a quote promises. It never changes; what was approved and what is accepted are
/// compared by ``canonicalText``.
public struct QuoteContent: Sendable, Hashable {
    public let quoteID: QuoteID
    /// From 1; the number on paper is `QU-2026-000001-R1`.
    public let version: Int
    public let customerID: CustomerID
    /// The last day on which the customer may accept.
    public let validUntil: BusinessDate
    public let note: String?
    public let lines: [QuoteLine]

    /// - Throws: ``QuoteError`` when there are no lines or too many.
    public init(
        quoteID: QuoteID, version: Int, customerID: CustomerID, validUntil: BusinessDate, note: String?,
        lines: [QuoteLine]
    ) throws(QuoteError) {
        guard !lines.isEmpty else { throw .noLines }
        guard lines.count <= Self.mostLines else { throw .tooManyLines }
        self.quoteID = quoteID
        self.version = version
        self.customerID = customerID
        self.validUntil = validUntil
        self.note = note
        self.lines = lines
    }

    public static let mostLines = 200

    public var totals: DocumentTotals { DocumentTotals(of: lines) }

    /// One text for one content: every field with its length before it, so that no two contents share a text. Its
    /// SHA-256 is the version's content hash.
    public var canonicalText: String {
        var fields = [
            "quote", quoteID.description, String(version), customerID.description, validUntil.description, note ?? "",
        ]
        for line in lines {
            fields += [
                line.lineID.text, line.productID.description, line.quantity.description,
                line.unitPrice.description, line.taxRate.description, String(line.options.count),
            ]
            fields += line.options.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        }
        return fields.map { "\($0.utf8.count):\($0)," }.joined()
    }
}

/// Why a quote is refused.
public enum QuoteError: Error, Equatable {
    case noLines
    case tooManyLines
    /// A validity date in the past at the time of submission.
    case validityPassed(BusinessDate)
    case illegal(IllegalTransition)
    /// The quote as a whole is accepted or declined.
    case closed
}

/// The number of a version as people write it: the quote's number and R1, R2, ….
public func versionNumber(_ quoteNumber: String, _ version: Int) -> String { "\(quoteNumber)-R\(version)" }
