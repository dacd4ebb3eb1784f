import CRMDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

struct CustomerListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func customerListPage(_ input: CustomerQuery, _ call: Call) async throws -> CustomerListPage {
    CustomerListPage(
        table: DataTable(
            try await call.listed("customers", input, customers), sorted: (input.sort ?? .descending(.created)).word,
            filters: [.text("action_search")], empty: "customers_empty",
            columns: [
                .init("customer_name", sort: "name") { .link($0.name, to: "/crm/customers/\($0.id)") },
                .init("customer_reach") { .text([$0.phone, $0.email].compactMap(\.self).joined(separator: " · ")) },
                .init("crm_owner") { .text($0.ownerName ?? call.text($0.shopper ? "crm_shop" : "crm_colleague")) },
                .init("customer_orders", isNumber: true) { .text("\($0.orders)") },
                .init("field_number", sort: "number") { .text($0.number) },
            ], call))
}

/// What a customer earned the company, as those entitled see it.
struct ContributionView: Codable, Sendable {
    struct Row: Codable, Sendable {
        let orderLink: String
        let orderNumber: String
        let orderRevenue: String
        let orderCost: String
        let orderContribution: String
    }
    let revenue: String
    let material: String
    let labour: String
    let machine: String
    let overhead: String
    let cost: String
    let contribution: String
    let margin: String?
    let isSettled: Bool
    let settledOrders: [Row]

    init(_ sum: CustomerContribution, _ call: Call) {
        revenue = call.format(sum.revenue)
        material = call.format(sum.material)
        labour = call.format(sum.labour)
        machine = call.format(sum.machine)
        overhead = call.format(sum.overhead)
        cost = call.format(sum.cost)
        contribution = call.format(sum.contribution)
        margin = sum.margin.map(percent)
        isSettled = !sum.orders.isEmpty
        settledOrders = sum.orders.map { order in
            Row(
                orderLink: "/crm/orders/\(order.orderID)", orderNumber: order.number,
                orderRevenue: call.format(order.revenue), orderCost: call.format(order.cost),
                orderContribution: call.format(order.figures.contribution))
        }
    }
}

/// A share of one as a percentage with one place.
func percent(_ share: ExactDecimal) -> String {
    let tenths = share * ExactDecimal(1000)
    let rounded = (tenths.millionths + (tenths.millionths < 0 ? -500_000 : 500_000)) / 1_000_000
    return "\(ExactDecimal(millionths: rounded * 100_000)) %"
}

struct CustomerPage: Codable, Sendable {
    struct Person: Codable, Sendable {
        let contactName: String
        let contactTitle: String?
        let contactReach: String
    }
    struct Deal: Codable, Sendable {
        let dealLink: String
        let dealNumber: String
        let dealTitle: String
        let stage: Badge
    }
    struct Terms: Codable, Sendable {
        let limit: String
        let limitAmount: String
        let etag: String?
        let terms: String
        let choices: [Choice]
        let maySet: Bool
    }
    let customerID: String
    let number: String
    let name: String
    let email: String?
    let phone: String?
    let owner: String
    let leadLink: String?
    let chainLink: String?
    let mayAdd: Bool
    let contacts: [Person]
    let opportunities: [Deal]
    let orders: [OrderRow]
    let credit: Terms?
    let earned: ContributionView?
    let timeline: [TimelineRow]
}

func customerPage(_ input: CustomerPath, _ call: Call) async throws -> CustomerPage {
    let (customer, person) = (try await customer(input, call), try call.signedIn())
    let terms = Access.entitled.admits(person) ? try await creditTerms(input, call) : nil
    let documents = [customer.id.rawValue, customer.leadID?.rawValue].compactMap(\.self)
    return CustomerPage(
        customerID: customer.id.description, number: customer.number, name: customer.name, email: customer.email,
        phone: customer.phone, owner: customer.ownerName ?? call.text(customer.shopper ? "crm_shop" : "crm_colleague"),
        leadLink: customer.leadID.map { "/crm/leads/\($0)" },
        chainLink: try await call.chain(customer.chain, of: documents),
        mayAdd: (customer.ownerID == person.staffID && Access.selling.admits(person)) || person.has(.salesManager),
        contacts: customer.contacts.map {
            .init(
                contactName: $0.name, contactTitle: $0.title,
                contactReach: [$0.phone, $0.email].compactMap(\.self).joined(separator: " · "))
        },
        opportunities: customer.opportunities.map {
            .init(
                dealLink: "/crm/opportunities/\($0.id)", dealNumber: $0.number, dealTitle: $0.title,
                stage: Badge($0.stage.rawValue, call))
        },
        orders: customer.orders.map { OrderRow($0, call) },
        credit: terms.map { creditView($0, call, maySet: person.has(.finance)) },
        earned: customer.contribution.map { ContributionView($0, call) },
        timeline: timelineRows(customer.timeline, call))
}

private func creditView(_ terms: CreditTerms, _ call: Call, maySet: Bool) -> CustomerPage.Terms {
    CustomerPage.Terms(
        limit: call.format(terms.creditLimit), limitAmount: terms.creditLimit.amountText,
        etag: terms.etag,
        terms: call.text("terms_\(terms.paymentTerms.rawValue)"),
        choices: PaymentTerms.allCases.map {
            Choice(value: $0.rawValue, label: call.text("terms_\($0.rawValue)"), chosen: $0 == terms.paymentTerms)
        }, maySet: maySet)
}
