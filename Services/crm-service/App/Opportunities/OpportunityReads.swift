import CRMDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

struct OpportunityPath: Codable, Sendable {
    var id: OpportunityID
}

struct QuoteSummary: Codable, Sendable {
    var id: QuoteID
    var number: String
    /// The latest version and its state.
    var version: Int
    var state: QuoteVersionState
    var total: Money
}

struct OpportunityDetail: Codable, Sendable {
    var id: OpportunityID
    var number: String
    var title: String
    var stage: OpportunityStage
    /// The chance of winning, as a share of one.
    var probability: ExactDecimal
    var lostReason: String?
    var customerID: CustomerID
    var customerName: String
    var leadID: LeadID?
    var ownerID: StaffID
    var ownerName: String?
    var chain: UUID
    var quotes: [QuoteSummary]
}

func opportunity(_ input: OpportunityPath, _ call: Call) async throws -> OpportunityDetail {
    struct Names: Decodable, Sendable {
        var customerName: String
        var ownerName: String?
    }
    let query: SQL = "select * from opportunity where opportunity_id = \(input.id) and \(try call.reads())"
    guard let opportunity: Opportunity = try await call.database.first(query) else {
        throw Problem.notFound("opportunity", input.id)
    }
    let names: Names = try await call.database.one(
        """
        select customer.name as customer_name, \(call.nameColumn(of: "staff")) as owner_name
        from customer left join staff on staff.staff_id = \(opportunity.ownerID)
        where customer_id = \(opportunity.customerID)
        """)
    let quotes: [QuoteSummary] = try await call.database.all(
        """
        select distinct on (quote.quote_id) quote.quote_id as id, number, version, state, total
        from quote join quote_version using (quote_id) where opportunity_id = \(input.id)
        order by quote.quote_id desc, version desc
        """)
    return OpportunityDetail(
        id: opportunity.opportunityID, number: opportunity.number, title: opportunity.title, stage: opportunity.stage,
        probability: opportunity.stage.probability, lostReason: opportunity.lostReason,
        customerID: opportunity.customerID, customerName: names.customerName, leadID: opportunity.leadID,
        ownerID: opportunity.ownerID, ownerName: names.ownerName, chain: opportunity.chain, quotes: quotes)
}
