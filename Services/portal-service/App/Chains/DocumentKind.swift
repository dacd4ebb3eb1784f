import Kernel
import ServiceRuntime

/// A kind of document that the portal knows from events: whose events tell of it, the key of what it is called, and what
/// leads to it.
struct DocumentKind: Sendable {
    /// By which its page knows it.
    enum Address: Sendable { case id, number }

    let aggregateType: String
    let key: String
    let list: String
    var address = Address.id
    /// Who reads it; nil for those who have its list in the menu.
    var access: Access?

    /// An order has one id everywhere: who may not read it in CRM, reads it in ERP. Who sells and may not open a shipment or
    /// an invoice is led to the order.
    static let all = [
        DocumentKind(aggregateType: "crm.customer", key: "document_customer", list: "/crm/customers"),
        DocumentKind(aggregateType: "crm.lead", key: "document_lead", list: "/crm/leads"),
        DocumentKind(aggregateType: "crm.order", key: "document_order", list: "/crm/orders"),
        DocumentKind(aggregateType: "portal.web-order", key: "document_order", list: "/crm/orders"),
        DocumentKind(aggregateType: "erp.sales-order", key: "document_order", list: "/erp/sales-orders"),
        DocumentKind(aggregateType: "crm.quote", key: "document_quote", list: "/crm/quotes"),
        DocumentKind(aggregateType: "oa.trip", key: "document_trip", list: "/oa/trips"),
        DocumentKind(aggregateType: "erp.work-order", key: "document_work_order", list: "/erp/work-orders"),
        DocumentKind(aggregateType: "erp.payment", key: "document_payment", list: "/erp/payments", access: .backOffice),
        DocumentKind(aggregateType: "erp.product", key: "document_product", list: "/erp/products"),
        of(.shipment, "document_shipment", "/erp/shipments"), of(.invoice, "document_invoice", "/erp/invoices"),
        DocumentKind(aggregateType: OrderDocument.shipment.rawValue, key: "document_shipment", list: "/crm/orders"),
        DocumentKind(aggregateType: OrderDocument.invoice.rawValue, key: "document_invoice", list: "/crm/orders"),
    ]

    private static func of(_ document: OrderDocument, _ key: String, _ list: String) -> DocumentKind {
        DocumentKind(
            aggregateType: document.rawValue, key: key, list: list, address: .number, access: .backOffice)
    }

    /// Those whose list the person has in the menu; of trips, those whose business it is to read others', or to make them.
    static func read(by person: Person) -> [DocumentKind] {
        let items = Navigation.areas.flatMap(\.items).filter { $0.access.admits(person) }
        return all.filter { kind in
            if let access = kind.access { return access.admits(person) }
            return kind.aggregateType == "oa.trip"
                ? person.has(.sales, .salesManager, .finance, .hr) : items.contains { $0.path == kind.list }
        }
    }
}
