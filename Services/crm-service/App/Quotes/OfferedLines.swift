import CRMDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A line as a salesperson offers it; tax rate, number and name come from the product.
struct OfferedLine: Codable, Sendable {
    var productID: ProductID
    var quantity: ExactDecimal
    /// Per unit, before VAT.
    var unitPrice: Money
    /// What is agreed beyond the standard product: colour, packaging.
    var options: [String: String]?
}

/// A version of a quote as a salesperson offers it.
struct Offer: Sendable {
    var validUntil: BusinessDate
    var note: String?
    var lines: [OfferedLine]
}

/// A line with the product it is about.
struct PricedLine: Sendable {
    let line: QuoteLine
    let product: Product
}

extension EventTransaction {
    /// Freezes price and tax rate of the offered lines.
    /// - Throws: ``Problem`` 409 for a product that has not arrived here, 422 for a line that is none.
    func price(_ lines: [OfferedLine]) async throws -> [PricedLine] {
        let known = try await products(lines.map(\.productID))
        return try lines.enumerated().map { index, line in
            guard let product = known[line.productID] else { throw Problem.notYetKnown("product", line.productID) }
            guard product.sold else {
                throw Problem.invalid(field: "lines[\(index)].productID", "must be a product that is sold")
            }
            return PricedLine(line: try priced(line, product.taxRate, at: index), product: product)
        }
    }

    /// Stores a version. Its content never changes afterwards.
    func save(
        _ lines: [PricedLine], of offer: Offer, as version: Int, of quote: QuoteID, customer: CustomerID,
        author: StaffID
    ) async throws {
        guard offer.validUntil >= .today else {
            throw Problem.invalid(field: "validUntil", "must not be before today")
        }
        let content = try QuoteContent(
            quoteID: quote, version: version, customerID: customer, validUntil: offer.validUntil,
            note: offer.note?.meaningful, lines: lines.map(\.line))
        let totals = content.totals
        try await execute(
            """
            insert into quote_version (quote_id, version, state, valid_until, note, net, tax, total, author_id)
            values (\(quote), \(version), \(QuoteVersionState.draft), \(content.validUntil), \(content.note),
                \(totals.net), \(totals.tax), \(totals.total), \(author))
            """)
        let rows = try lines.enumerated().map { index, priced in
            let (line, product) = (priced.line, priced.product)
            return SQL(
                """
                (\(quote), \(version), \(index + 1), \(line.lineID), \(line.productID), \(product.sku), \(product.name),
                 \(line.quantity), \(product.listPrice), \(line.unitPrice), \(line.taxRate), \(line.net), \(line.tax),
                 \(try JSONB(line.options)))
                """)
        }
        try await execute(
            """
            insert into quote_line (quote_id, version, line_no, line_id, product_id, sku, name, quantity, list_price,
                unit_price, tax_rate, net, tax, options)
            values \(rows.joined(separator: ", "))
            """)
    }
}

/// - Throws: ``Problem`` 422 naming the field.
private func priced(_ line: OfferedLine, _ taxRate: ExactDecimal, at index: Int) throws -> QuoteLine {
    guard line.unitPrice.currency == .company else {
        throw Problem.invalid(field: "lines[\(index)].unitPrice", "must be in the company's currency")
    }
    let options = line.options ?? [:]
    guard options.count <= 20, options.allSatisfy({ $0.key.count <= 40 && (1...200).contains($0.value.count) }) else {
        throw Problem.invalid(field: "lines[\(index)].options", "must be at most 20, with 1 to 200 characters each")
    }
    do {
        return try QuoteLine(
            productID: line.productID, quantity: line.quantity, unitPrice: line.unitPrice, taxRate: taxRate,
            options: options)
    } catch {
        throw Problem.invalid(field: "lines[\(index)].\(error.field)", error.expectation)
    }
}

extension QuoteLineError {
    fileprivate var field: String {
        switch self {
        case .quantityNotPositive, .amountTooLarge: "quantity"
        case .priceNegative: "unitPrice"
        case .taxRateOutOfRange: "productID"
        }
    }
    fileprivate var expectation: Phrase {
        switch self {
        case .quantityNotPositive: "must be more than zero"
        case .priceNegative: "must not be negative"
        case .amountTooLarge: "makes an amount that no document holds"
        case .taxRateOutOfRange: "has a tax rate that is none"
        }
    }
}
