import CRMEvents
import Kernel
import Messaging
import Postgres

/// The person visited became a lead: the trip says so. Of several leads the first stays, in whatever order they come:
/// ids sort by the time they were made.
func leadCaptured(_ incoming: Incoming<LeadCaptured>, _ tx: EventTransaction) async throws {
    guard let trip = incoming.event.tripID else { return }
    let lead = incoming.event
    let found = try await tx.execute("select from trip where trip_id = \(trip) for no key update")
    guard found == 1 else { throw NotYet("trip \(trip)") }
    try await tx.execute(
        """
        update trip set lead_id = \(lead.leadID), lead_number = \(lead.number), lead_owner_id = \(lead.ownerID)
        where trip_id = \(trip) and (lead_id is null or lead_id >= \(lead.leadID))
        """)
}

/// The lead may have got another owner: who may open it is another then.
func leadChanged(_ incoming: Incoming<LeadChanged>, _ tx: EventTransaction) async throws {
    guard let owner = incoming.event.ownerID else { return }
    try await tx.execute("update trip set lead_owner_id = \(owner) where lead_id = \(incoming.event.leadID)")
}
