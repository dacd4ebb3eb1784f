import CRMDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

struct CustomerSummary: Codable, Sendable {
    var id: CustomerID
    var number: String
    var name: String
    var email: String?
    var phone: String?
    var ownerName: String?
    var shopper: Bool
    /// How many orders, of either channel.
    var orders: Int
}

/// The list of customers, newest first.
struct CustomerQuery: PageRequest, Codable, Sendable {
    /// A part of the name, the number, the e-mail address or the telephone number, also of those who work there.
    var q: String?
    /// Only those of the shop, or only the others.
    var shopper: Bool?
    var sort: Sorting<CustomerField>?
    var cursor: String?
    var limit: Int?
}

enum CustomerField: String, SortField {
    case created, name, number

    var column: SQL? {
        switch self {
        case .created: nil
        case .name: "customer.name"
        case .number: "customer.number"
        }
    }
}

func customers(_ input: CustomerQuery, _ call: Call) async throws -> Paged<CustomerSummary> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        known(by: input.q), input.shopper.map { "shopper = \($0)" },
        order.after(try input.last(CustomerID.self), in: "customer", id: "customer.customer_id"), try call.reads())
    let rows: [CustomerSummary] = try await call.database.all(
        """
        select customer_id as id, number, customer.name, email, phone, \(call.nameColumn(of: "staff")) as owner_name, shopper,
            (select count(*) from sales_order where sales_order.customer_id = customer.customer_id) as orders
        from customer left join staff on staff.staff_id = owner_id
        where \(wanted)
        order by \(order.clause(id: "customer.customer_id")) limit \(input.rowLimit)
        """)
    if rows.contains(where: { $0.email != nil || $0.phone != nil }) { try await recordContactRead("customers", call) }
    return Paged(rows, input) { [$0.id.description] }
}

/// Whether a customer, or somebody who works there, is called or reached so; nil when there is nothing to look for.
private func known(by text: String?) -> SQL? {
    let customer = [
        SQL.holds(text, "customer.name", "number", "email", "phone"), .holdsTelephone(text, "phone"),
    ].compactMap(\.self)
    let contact = [SQL.holds(text, "name", "email", "phone"), .holdsTelephone(text, "phone")].compactMap(\.self)
    guard !customer.isEmpty else { return nil }
    return
        "(\(customer.joined(separator: " or ")) or customer.customer_id in (select customer_id from contact where \(contact.joined(separator: " or "))))"
}

struct ContactDetail: Codable, Sendable {
    var contactID: UUID
    var name: String
    var title: String?
    var phone: String?
    var email: String?
}

struct OpportunitySummary: Codable, Sendable {
    var id: OpportunityID
    var number: String
    var title: String
    var stage: OpportunityStage
}

/// A customer with its people, deals, orders and history. Contribution is added for those entitled; both that
/// read and that of how to reach people are on record.
struct CustomerDetail: Editable, Codable, Sendable {
    var id: CustomerID
    var number: String
    var name: String
    var email: String?
    var phone: String?
    var ownerID: StaffID?
    var ownerName: String?
    var leadID: LeadID?
    var shopper: Bool
    var chain: UUID
    var contacts: [ContactDetail]
    var opportunities: [OpportunitySummary]
    var orders: [OrderSummary]
    var timeline: [TimelineEntry]
    /// What was ordered and is not paid yet.
    var outstanding: Money
    var contribution: CustomerContribution?
    var etag: String?
}

func customer(_ input: CustomerPath, _ call: Call) async throws -> CustomerDetail {
    let database = call.database
    let query: SQL =
        "select *, xmin::text as etag from customer where customer_id = \(input.id) and \(try call.reads())"
    guard let customer: Customer = try await database.first(query) else { throw Problem.notFound("customer", input.id) }
    try await recordContactRead("customers/\(input.id)", call)
    let ownerName: String? = try await database.first(
        "select \(call.nameColumn(of: "staff")) from staff where staff_id = \(customer.ownerID)")
    let contacts: [ContactDetail] = try await database.all(
        "select contact_id, name, title, phone, email from contact where customer_id = \(input.id) order by contact_id")
    let opportunities: [OpportunitySummary] = try await database.all(
        """
        select opportunity_id as id, number, title, stage from opportunity where customer_id = \(input.id)
        order by created_at desc
        """)
    let entitled = Access.entitled.admits(try call.signedIn())
    return CustomerDetail(
        id: customer.customerID, number: customer.number, name: customer.name, email: customer.email,
        phone: customer.phone, ownerID: customer.ownerID, ownerName: ownerName, leadID: customer.leadID,
        shopper: customer.shopper, chain: customer.chain, contacts: contacts, opportunities: opportunities,
        orders: try await orders(of: input.id, in: database),
        timeline: try await timeline(of: input.id, for: call),
        outstanding: try await outstanding(of: input.id, in: database),
        contribution: entitled ? try await customerContribution(input, call) : nil, etag: customer.etag)
}
