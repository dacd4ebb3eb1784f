import Kernel
import ServiceRuntime

/// A kind of document that the portal knows from events: whose events tell of it, the key of what it is called, and the
/// list that leads to it.
struct DocumentKind: Sendable {
    let aggregateType: String
    let key: String
    let list: String

    /// An order has one id everywhere: who may not read it in CRM, reads it in ERP.
    static let all = [
        DocumentKind(aggregateType: "crm.customer", key: "document_customer", list: "/crm/customers"),
        DocumentKind(aggregateType: "crm.lead", key: "document_lead", list: "/crm/leads"),
        DocumentKind(aggregateType: "crm.order", key: "document_order", list: "/crm/orders"),
        DocumentKind(aggregateType: "portal.web-order", key: "document_order", list: "/crm/orders"),
        DocumentKind(aggregateType: "erp.sales-order", key: "document_order", list: "/erp/sales-orders"),
        DocumentKind(aggregateType: "crm.quote", key: "document_quote", list: "/crm/quotes"),
        DocumentKind(aggregateType: "oa.trip", key: "document_trip", list: "/oa/trips"),
        DocumentKind(aggregateType: "erp.work-order", key: "document_work_order", list: "/erp/work-orders"),
    ]

    /// Those whose list the person has in the menu; of trips, those whose business it is to read others', or to make them.
    static func read(by person: Person) -> [DocumentKind] {
        let items = Navigation.areas.flatMap(\.items).filter { $0.access.admits(person) }
        return all.filter { kind in
            kind.aggregateType == "oa.trip"
                ? person.has(.sales, .salesManager, .finance, .hr) : items.contains { $0.path == kind.list }
        }
    }
}
