import Foundation
import Kernel
import ServiceRuntime

/// What somebody looks for in the field at the head of every page.
struct FindQuery: Codable, Sendable {
    /// The number of a document, the name of a customer or a lead, or how one of them begins; or a telephone number.
    var q: String?
}

/// The documents that are meant, where it is not one alone.
struct FindView: Codable, Sendable {
    let wanted: String
    let documents: [ChainDocument]
    let hasNone: Bool
    /// Where the middle of a name is looked for, too.
    let customersLink: String?
    /// Goods receipts are told to nobody: they are looked for where they are.
    let receiptsLink: String?
}

/// `/find`: the document itself where only one is meant; what else has such a number or id is looked for among chains.
func findPage(_ query: FindQuery, _ call: Call) async throws -> FindView {
    let wanted = query.q?.trimmingCharacters(in: .whitespaces) ?? ""
    let found = wanted.isEmpty ? [] : try await documents(named: wanted, call)
    let exact = found.filter { $0.label.lowercased() == wanted.lowercased() }
    if let only = exact.count == 1 ? exact.first : found.count == 1 ? found.first : nil {
        throw Redirect(to: only.link)
    }
    if !wanted.isEmpty, found.isEmpty, try await !chains(holding: wanted, call).isEmpty {
        throw Redirect(to: "/chains/\(urlEncoded(wanted))")
    }
    let person = try call.signedIn()
    let readsCustomers = DocumentKind.read(by: person).contains { $0.list == "/crm/customers" }
    let customers = readsCustomers ? "/crm/customers?q=\(urlEncoded(wanted))" : nil
    // Who calls is found by their number.
    if found.isEmpty, let customers, Telephone.digits(of: wanted) != nil { throw Redirect(to: customers) }
    return FindView(
        wanted: wanted, documents: found, hasNone: found.isEmpty, customersLink: customers,
        receiptsLink: Access.backOffice.admits(person) ? "/erp/goods-receipts?q=\(urlEncoded(wanted))" : nil)
}
