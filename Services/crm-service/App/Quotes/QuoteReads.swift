import CRMDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// The list of quotes, newest first, each with its latest version.
struct QuoteListItem: Codable, Sendable {
    var id: QuoteID
    var number: String
    var customerID: CustomerID
    var customerName: String
    var version: Int
    var state: QuoteVersionState
    var total: Money
    var validUntil: BusinessDate
}

/// The list of quotes, newest first.
struct QuoteQuery: PageRequest, Codable, Sendable {
    /// That of the latest version; open are quotes neither accepted nor declined.
    var state: StateShown<QuoteVersionState>?
    /// A part of the number or of the customer's name.
    var q: String?
    var sort: Sorting<QuoteField>?
    var cursor: String?
    var limit: Int?
}

enum QuoteField: String, SortField {
    case created, number

    var column: SQL? { self == .number ? "quote.number" : nil }
}

func quotes(_ input: QuoteQuery, _ call: Call) async throws -> Paged<QuoteListItem> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        input.state?.condition(on: "latest.state", open: isOpenQuote),
        .holds(input.q, "quote.number", "customer.name"),
        order.after(try input.last(QuoteID.self), in: "quote", id: "quote.quote_id"), try call.reads("quote.owner_id"))
    let rows: [QuoteListItem] = try await call.database.all(
        """
        select quote.quote_id as id, quote.number, quote.customer_id, customer.name as customer_name, latest.version,
            latest.state, latest.total, latest.valid_until
        from quote join customer using (customer_id)
            cross join lateral (select * from quote_version version where version.quote_id = quote.quote_id
                order by version.version desc limit 1) latest
        where \(wanted)
        order by \(order.clause(id: "quote.quote_id")) limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.description] }
}

/// As ``Quote/isClosed`` has it, kept with the quote.
private let isOpenQuote: SQL = "not quote.is_closed"

struct QuoteLineDetail: Codable, Sendable {
    var lineID: UUID
    var productID: ProductID
    var sku: String
    var name: String
    /// Its name in Chinese, once the product is known.
    var nameZh: String?
    var quantity: ExactDecimal
    var listPrice: Money
    var unitPrice: Money
    var taxRate: ExactDecimal
    var net: Money
    var tax: Money
    var options: [String: String]
    /// Below the floor price when the version was submitted; of a draft, below it now, for managers only.
    var belowFloor: Bool
    /// That floor, for managers only.
    var floorPrice: Money?
}

struct QuoteVersionDetail: Codable, Sendable {
    var version: Int
    /// `QU-2026-000001-R1`.
    var number: String
    var state: QuoteVersionState
    /// Sent, but its validity has passed.
    var expired: Bool
    var validUntil: BusinessDate
    var note: String?
    var net: Money
    var tax: Money
    var total: Money
    var createdAt: Date
    var submittedAt: Date?
    var contentHash: String?
    var approvalOutcome: ApprovalOutcome?
    var approvalComment: String?
    /// A draft that would go to an approver, were it submitted now.
    var needsApproval: Bool
    var lines: [QuoteLineDetail]
}

struct CounterOfferDetail: Codable, Sendable {
    var version: Int
    var text: String
    var offer: Money?
    var recordedByName: String?
    var recordedAt: Date
}

/// A quote with all its versions and what the customer said to them.
struct QuoteDetail: Codable, Sendable {
    var id: QuoteID
    var number: String
    var opportunityID: OpportunityID
    var customerID: CustomerID
    var customerName: String
    var ownerID: StaffID
    var chain: UUID
    /// The version that the customer can accept now.
    var sentVersion: Int?
    var closed: Bool
    var orderID: OrderID?
    var orderNumber: String?
    var versions: [QuoteVersionDetail]
    var counterOffers: [CounterOfferDetail]
}

func quote(_ input: QuotePath, _ call: Call) async throws -> QuoteDetail {
    struct Names: Decodable, Sendable {
        var customerName: String
        var orderID: OrderID?
        var orderNumber: String?
    }
    let database = call.database
    let query: SQL = "select * from quote where quote_id = \(input.id) and \(try call.reads())"
    guard let quote: StoredQuote = try await database.first(query) else { throw Problem.notFound("quote", input.id) }
    let names: Names = try await database.one(
        """
        select customer.name as customer_name, order_id, sales_order.number as order_number
        from customer left join sales_order on sales_order.quote_id = \(input.id)
        where customer.customer_id = \(quote.customerID)
        """)
    let locked = LockedQuote(
        quote: quote, versions: try await database.versions(of: input.id), lines: try await database.lines(of: input.id)
    )
    let floors = try await linesBelowFloor(of: locked, in: database)
    let showsFloor = Access.roles(.salesManager).admits(try call.signedIn())
    let counterOffers: [CounterOfferDetail] = try await database.all(
        """
        select version, text, offer, \(call.nameColumn(of: "staff")) as recorded_by_name, recorded_at
        from counter_offer left join staff on staff.staff_id = recorded_by
        where quote_id = \(input.id) order by recorded_at, counter_offer_id
        """)
    return QuoteDetail(
        id: quote.quoteID, number: quote.number, opportunityID: quote.opportunityID, customerID: quote.customerID,
        customerName: names.customerName, ownerID: quote.ownerID, chain: quote.chain,
        sentVersion: locked.rules.sent, closed: locked.rules.isClosed, orderID: names.orderID,
        orderNumber: names.orderNumber,
        versions: locked.versions.map { detail(of: $0, locked, floors, showsFloor: showsFloor) },
        counterOffers: counterOffers)
}

private func detail(
    of version: StoredVersion, _ locked: LockedQuote, _ floors: [LineBelowFloor], showsFloor: Bool
) -> QuoteVersionDetail {
    QuoteVersionDetail(
        version: version.version, number: versionNumber(locked.quote.number, version.version), state: version.state,
        expired: version.state == .sent && version.validUntil < .today, validUntil: version.validUntil,
        note: version.note, net: version.net, tax: version.tax, total: version.total, createdAt: version.createdAt,
        submittedAt: version.submittedAt, contentHash: version.contentHash, approvalOutcome: version.approvalOutcome,
        approvalComment: version.approvalComment,
        needsApproval: version.state == .draft && floors.contains { $0.version == version.version },
        lines: locked.lines(version.version).map { line in
            let floor = floors.first { $0.version == line.version && $0.lineNo == line.lineNo }?.floorPrice
            return QuoteLineDetail(
                lineID: line.lineID, productID: line.productID, sku: line.sku, name: line.name, nameZh: line.nameZh,
                quantity: line.quantity, listPrice: line.listPrice, unitPrice: line.unitPrice, taxRate: line.taxRate,
                net: line.net, tax: line.tax, options: line.options,
                belowFloor: floor != nil && (showsFloor || version.state != .draft),
                floorPrice: showsFloor ? floor : nil)
        })
}
