import Foundation
import Kernel

/// A document that this one came from or led to. Where the reader may not open it, it is named and leads nowhere.
public struct RelatedDocument: Sendable {
    let key: String
    let text: String
    let link: String?
    let badge: Badge?

    /// Nil where there is none.
    ///
    /// - Parameters:
    ///   - key: the key of what such a document is called.
    ///   - text: its number, or what else it is known by.
    ///   - link: its page; nil for who may not open it.
    public init?(_ key: String, _ text: String?, link: String?, badge: Badge? = nil) {
        guard let text else { return nil }
        (self.key, self.text, self.link, self.badge) = (key, text, link, badge)
    }

    /// Whether it is the document of this number.
    public func isNamed(_ number: String) -> Bool { text == number }

    struct View: Codable, Sendable {
        let relatedKind: String
        let relatedText: String
        let relatedLink: String?
        let relatedState: Badge?
    }

    func view(_ call: some Calling) -> View {
        View(relatedKind: call.text(key), relatedText: text, relatedLink: link, relatedState: badge)
    }
}

extension Access {
    /// Staff who see every business transaction; others see those they had a hand in.
    public static let allChains = Access.roles(
        .salesManager, .finance, .planner, .engineer, .warehouse, .buyer, .support, .operator)
    /// Reads leads, customers, opportunities and quotes.
    public static let frontOffice = Access.roles(.sales, .salesManager, .marketing, .support, .finance)
    /// Reads CRM's orders: the front office, and whoever makes, keeps or ships the goods.
    public static let customerOrders = Access.roles(
        .sales, .salesManager, .marketing, .support, .finance, .planner, .engineer, .warehouse, .buyer)
    /// Works in the back office: reads ERP's orders, work orders, shipments, invoices and payments.
    public static let backOffice = Access.roles(.finance, .planner, .engineer, .warehouse, .buyer, .salesManager)
    /// Staff who read the shop's orders.
    public static let shopOrders = Access.roles(.sales, .salesManager, .support, .finance, .planner, .warehouse)
}

extension Calling {
    /// The path of a business transaction, for who may see it: those named by ``Access/allChains``, and who had a hand in it.
    public func chain(_ chain: UUID, with history: [HistoryEntry]) -> String? {
        guard let person else { return nil }
        let sees = Access.allChains.admits(person) || history.contains { $0.actor == person.actor }
        return sees ? chainLink(chain) : nil
    }
}
