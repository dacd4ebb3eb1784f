import CRMDomain
import Foundation
import Kernel
import ServiceRuntime

struct OpportunityPage: Codable, Sendable {
    struct Row: Codable, Sendable {
        let link: String
        let quoteNumber: String
        let quoteState: Badge
        let total: String
    }
    let opportunityID: String
    let number: String
    let title: String
    let stage: Badge
    let chance: String
    let lostReason: String?
    let customer: String
    let customerLink: String
    let leadLink: String?
    let owner: String
    let chainLink: String
    let mayChange: Bool
    let mayQuote: Bool
    let stages: [Choice]
    let quotes: [Row]
}

func opportunityPage(_ input: OpportunityPath, _ call: Call) async throws -> OpportunityPage {
    let (opportunity, person) = (try await opportunity(input, call), try call.signedIn())
    let owns = opportunity.ownerID == person.staffID || person.has(.salesManager)
    let stages = opportunity.stage.settable
    return OpportunityPage(
        opportunityID: opportunity.id.description, number: opportunity.number, title: opportunity.title,
        stage: Badge(opportunity.stage.rawValue, call), chance: percent(opportunity.probability),
        lostReason: opportunity.lostReason, customer: opportunity.customerName,
        customerLink: "/crm/customers/\(opportunity.customerID)",
        leadLink: opportunity.leadID.map { "/crm/leads/\($0)" },
        owner: opportunity.ownerName ?? call.text("crm_colleague"), chainLink: chainLink(opportunity.chain),
        mayChange: owns && !stages.isEmpty, mayQuote: owns && opportunity.stage.isOpen,
        stages: stages.map { Choice(value: $0.rawValue, label: call.text("state_\($0.rawValue)")) },
        quotes: opportunity.quotes.map {
            .init(
                link: "/crm/quotes/\($0.id)", quoteNumber: versionNumber($0.number, $0.version),
                quoteState: Badge($0.state.rawValue, call), total: call.format($0.total))
        })
}
