import CRMDomain
import CRMEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A lead becomes a customer with a contact and an opportunity, in one transaction.
struct ConvertLead: Codable, Sendable {
    var id: LeadID
    /// What the opportunity is called; the customer's name when absent.
    var title: String?
}

struct Conversion: Codable, Sendable {
    var customerID: CustomerID
    var opportunityID: OpportunityID
}

func convertLead(_ input: ConvertLead, _ call: CommandCall) async throws -> Conversion {
    let person = try call.signedIn()
    var lead = try await call.ownLead(input.id)
    _ = try lead.state.after(.convert)
    if lead.ownerID == nil {
        lead.ownerID = person.staffID
        call.tx.write("update lead set owner_id = \(person.staffID) where lead_id = \(lead.leadID)")
        call.tx.closeTodo(CRM.self, claimTodo(of: lead.leadID))
    }
    let owner = lead.ownerID ?? person.staffID
    let customer = NewCustomer(
        id: CustomerID(), name: lead.company?.meaningful ?? lead.name, email: lead.email, phone: lead.phone,
        ownerID: owner, leadID: lead.leadID, shopper: false)
    try await call.tx.save(customer)
    try await call.tx.save(
        NewContact(
            customerID: customer.id, name: lead.name, title: lead.title, phone: lead.phone, email: lead.email))
    let opportunity = try await call.tx.openOpportunity(
        title: input.title?.meaningful ?? customer.name, customer: customer.id, lead: lead.leadID, owner: owner)
    try await call.tx.set(lead, to: .converted, note: nil)
    call.tx.emit(
        LeadConverted(leadID: lead.leadID, name: lead.name, customerID: customer.id, opportunityID: opportunity))
    try await call.tx.record(
        "crm.lead.converted", of: .lead, lead.leadID.rawValue, number: lead.number, detail: customer.name)
    return Conversion(customerID: customer.id, opportunityID: opportunity)
}
