import CRMDomain
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A customer who has bought before wants something again.
struct OpenOpportunity: Codable, Sendable {
    /// The customer.
    var id: CustomerID
    /// What the opportunity is called; the customer's name when absent.
    var title: String?
}

struct OpportunityOpened: Codable, Sendable {
    var opportunityID: OpportunityID
}

/// `POST customers/{id}/opportunities`: the business that begins here is a chain of its own.
func openOpportunity(_ input: OpenOpportunity, _ call: CommandCall) async throws -> OpportunityOpened {
    let chain = call.tx.chain
    let customer = try await call.ownCustomer(input.id)
    call.tx.join(chain: chain)
    return OpportunityOpened(
        opportunityID: try await call.tx.openOpportunity(
            title: input.title?.meaningful ?? customer.name, customer: customer.customerID, lead: nil,
            owner: customer.ownerID ?? (try call.signedIn().staffID)))
}
