import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// A customer: how to reach them, what they buy and earn the company, and on which terms.
func customerPage(_ input: CustomerPath, _ call: Call) async throws -> DocumentPage {
    let (customer, person) = (try await customer(input, call), try call.signedIn())
    let terms = Access.entitled.admits(person) ? try await creditTerms(input, call) : nil
    let deal = try await dealDocuments(lead: customer.leadID, customer: customer.id, call)
    return DocumentPage(
        DocumentView(
            "customer_title", list: "/crm/customers", number: customer.number, name: customer.name,
            badges: [], actions: actions(customer, terms, person, call),
            facts: [
                DocumentFact("field_phone", customer.phone, link: customer.phone.map { "tel:\($0)" }),
                DocumentFact("field_email", customer.email, link: customer.email.map { "mailto:\($0)" }),
                DocumentFact(
                    "crm_owner", customer.ownerName ?? call.text(customer.shopper ? "crm_shop" : "crm_colleague")),
                DocumentFact(
                    "outstanding", customer.orders.isEmpty ? nil : call.format(customer.outstanding)),
                DocumentFact("credit_terms", terms.map { call.text("terms_\($0.paymentTerms.rawValue)") }),
                DocumentFact("credit_limit", terms.map { call.format($0.creditLimit) }),
            ],
            tables: [orders(of: customer, call), opportunities(of: customer, call)]
                + earned(customer.contribution, call) + [contacts(of: customer, call)],
            related: deal.filter { [.trip, .lead].contains($0.kind) }.related(to: customer.id.rawValue, call),
            history: history(customer.timeline, of: customer.number, call),
            chain: try await call.chain(customer.chain, of: [customer.id.rawValue] + deal.ids), call))
}

private func actions(
    _ customer: CustomerDetail, _ terms: CreditTerms?, _ person: Person, _ call: Call
) -> [DocumentAction?] {
    let path = "/crm/api/customers/\(customer.id)"
    let mayAdd = (customer.ownerID == person.staffID && Access.selling.admits(person)) || person.has(.salesManager)
    let credit: DocumentAction? = terms.flatMap { terms in
        guard person.has(.finance) else { return nil }
        return .form(
            "credit_set", to: "\(path)/credit-terms/_put",
            [
                .choice(
                    "paymentTerms", "credit_terms",
                    PaymentTerms.allCases.map {
                        Choice(
                            value: $0.rawValue, label: call.text("terms_\($0.rawValue)"),
                            chosen: $0 == terms.paymentTerms)
                    }),
                .money("creditLimit", "credit_limit", value: terms.creditLimit.amountText, isRequired: true),
            ], revision: terms.etag)
    }
    let opportunity: DocumentAction? =
        mayAdd
        ? .form(
            "opportunity_open", to: "\(path)/opportunities", weight: .primary,
            [.text("title", "opportunity_name", longest: 200)]) : nil
    let correction: DocumentAction? =
        mayAdd
        ? .form(
            "customer_correct", to: "\(path)/_put",
            [
                .text("name", "customer_name", value: customer.name, isRequired: true, longest: 200),
                .text("phone", "field_phone", value: customer.phone ?? "", longest: 60),
                .text("email", "field_email", value: customer.email ?? "", longest: 200),
            ], revision: customer.etag) : nil
    let contact: DocumentAction? =
        mayAdd
        ? .form(
            "contact_add", to: "\(path)/contacts",
            [
                .text("name", "contact_name", isRequired: true, longest: 200),
                .text("title", "lead_position", longest: 200), .text("phone", "field_phone", longest: 60),
            ]) : nil
    return [opportunity, credit, contact, correction]
}

private func orders(of customer: CustomerDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "orders", "orders_title",
        [
            .init(call.text("field_number")), .init(call.text("order_confirmed")), .init(call.text("field_state")),
            .init(call.text("order_payment")), .init(call.text("field_total"), isNumber: true),
        ],
        customer.orders.map { order in
            [
                .text(order.number, link: "/crm/orders/\(order.id)"),
                .text(call.format(BusinessDate(order.confirmedAt))), .badge(Badge(order.state.rawValue, call)),
                .badge(Badge(order.paidInFull ? "paid" : "unpaid", call)),
                .text(call.format(order.total)),
            ]
        }, empty: "customer_no_orders")
}

private func opportunities(of customer: CustomerDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "opportunities", "opportunities_title",
        [
            .init(call.text("opportunity_name")), .init(call.text("field_number")),
            .init(call.text("opportunity_stage")),
        ],
        customer.opportunities.map {
            [
                .text($0.title, link: "/crm/opportunities/\($0.id)"), .text($0.number),
                .badge(Badge($0.stage.rawValue, call)),
            ]
        }, empty: "opportunities_empty")
}

private func contacts(of customer: CustomerDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "contacts", "contacts_title",
        [.init(call.text("contact_name")), .init(call.text("lead_position")), .init(call.text("customer_reach"))],
        customer.contacts.map {
            [
                .text($0.name), .text($0.title),
                .text([$0.phone, $0.email].compactMap(\.self).joined(separator: " · ")),
            ]
        })
}

/// What the customer earned the company, for those entitled: over all, and by order.
private func earned(_ contribution: CustomerContribution?, _ call: Call) -> [DocumentTable?] {
    guard let sum = contribution else { return [] }
    let parts: [(String, Money)] = [
        ("contribution_revenue", sum.revenue), ("contribution_material", sum.material),
        ("contribution_labour", sum.labour), ("contribution_machine", sum.machine),
        ("contribution_overhead", sum.overhead), ("contribution_cost", sum.cost),
    ]
    let rows: [[DocumentTable.Cell]] = parts.map {
        [.text(call.text($0.0)), .text(call.format($0.1))]
    }
    let share = sum.margin.map { " (\(percent($0)))" } ?? ""
    return [
        DocumentTable(
            "contribution", "contribution_title",
            [.init(call.text("contribution_part")), .init(call.text("contribution_amount"), isNumber: true)],
            sum.orders.isEmpty ? [] : rows,
            totals: [(call.text("contribution_title"), call.format(sum.contribution) + share)],
            empty: "contribution_empty",
            note: call.text("contribution_help")),
        DocumentTable(
            "settled", "contribution_orders",
            [.init(call.text("order_title"))]
                + ["contribution_revenue", "contribution_cost", "contribution_title"].map {
                    .init(call.text($0), isNumber: true)
                },
            sum.orders.map {
                [
                    .text($0.number, link: "/crm/orders/\($0.orderID)"), .text(call.format($0.revenue)),
                    .text(call.format($0.cost)), .text(call.format($0.figures.contribution)),
                ]
            }),
    ]
}
