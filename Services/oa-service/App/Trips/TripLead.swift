import CRMEvents
import Kernel
import Messaging
import Postgres

/// The person visited became a lead: the trip says so. Of several leads the first stays, in whatever order they come:
/// ids sort by the time they were made.
func leadCaptured(_ incoming: Incoming<LeadCaptured>, _ tx: EventTransaction) async throws {
    guard let trip = incoming.event.tripID else { return }
    let lead = incoming.event.leadID
    let found = try await tx.execute(
        "update trip set lead_id = least(lead_id, \(lead)::uuid) where trip_id = \(trip)")
    guard found == 1 else { throw NotYet("trip \(trip)") }
}
