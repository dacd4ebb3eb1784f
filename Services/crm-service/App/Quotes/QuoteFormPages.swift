import CRMDomain
import Foundation
import Kernel
import ServiceRuntime

/// The form for a version of a quote: the first of a new quote, or a further one that starts from the latest.
struct QuoteFormPage: Codable, Sendable {
    struct Line: Codable, Sendable {
        let index: Int
        let position: Int
        /// Whether it is one to add, folded away until then.
        let isMore: Bool
        let isRequired: Bool
        let quantity: String
        let price: String
        let product: FormField.View
        let options: [OptionField]
    }
    struct OptionField: Codable, Sendable {
        let option: String
        let label: String
        let agreed: String
    }
    let heading: String
    let action: String
    let back: String
    let validUntil: String
    let remark: String
    let lines: [Line]
}

func newQuotePage(_ input: OpportunityPath, _ call: Call) async throws -> QuoteFormPage {
    let opportunity = try await opportunity(input, call)
    return QuoteFormPage(
        heading: "\(call.text("quote_new")) · \(opportunity.customerName)",
        action: "/crm/api/opportunities/\(input.id)/quotes", back: "/crm/opportunities/\(input.id)",
        validUntil: BusinessDate.today.adding(days: 30).description, remark: "",
        lines: [], call)
}

func newVersionPage(_ input: QuotePath, _ call: Call) async throws -> QuoteFormPage {
    let quote = try await quote(input, call)
    let latest = quote.versions.last
    return QuoteFormPage(
        heading: "\(call.text("quote_new_version")) · \(quote.number)", action: "/crm/api/quotes/\(input.id)/versions",
        back: "/crm/quotes/\(input.id)",
        validUntil: max(latest?.validUntil ?? .today, BusinessDate.today.adding(days: 14)).description,
        remark: latest?.note ?? "", lines: latest?.lines ?? [], call)
}

extension QuoteFormPage {
    fileprivate init(
        heading: String, action: String, back: String, validUntil: String, remark: String, lines: [QuoteLineDetail],
        _ call: Call
    ) {
        let shown = max(1, lines.count)
        let rows = (0..<(shown + linesToAdd)).map { index in
            Line(
                index, lines.indices.contains(index) ? lines[index] : nil, isMore: index >= shown,
                isRequired: lines.isEmpty && index == 0, call)
        }
        self.init(
            heading: heading, action: action, back: back, validUntil: validUntil, remark: remark, lines: rows)
    }
}

extension QuoteFormPage.Line {
    fileprivate init(
        _ index: Int, _ line: QuoteLineDetail?, isMore: Bool, isRequired: Bool, _ call: Call
    ) {
        let agreed = line?.options ?? [:]
        let names = ["colour", "packaging"] + agreed.keys.filter { !["colour", "packaging"].contains($0) }.sorted()
        self.init(
            index: index, position: index + 1, isMore: isMore, isRequired: isRequired,
            quantity: line?.quantity.description ?? "",
            price: line?.unitPrice.amountText ?? "",
            product: FormField.reference(
                "lines[\(index)].productID", "field_product", among: "products",
                value: line.map { LookupEntry(id: $0.productID, number: $0.sku, name: $0.name).shown } ?? "",
                isRequired: isRequired
            ).view(of: "quote", call),
            options: names.map { .init(option: $0, label: optionLabel($0, call), agreed: agreed[$0] ?? "") })
    }
}

/// The name of an option in the reader's language; an option that nobody translated keeps its own.
func optionLabel(_ option: String, _ call: Call) -> String {
    let key = "option_\(option)"
    let text = call.text(key)
    return text == key ? option : text
}
