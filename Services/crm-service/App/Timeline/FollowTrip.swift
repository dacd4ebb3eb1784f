import Kernel
import Messaging
import OAEvents
import Postgres

// A trip belongs to OA; CRM keeps what a lead's page shows of it. Every handler writes rows of the one trip only.

func tripFiled(_ incoming: Incoming<TripFiled>, _ tx: EventTransaction) async throws {
    let trip = incoming.event
    tx.write(
        """
        insert into trip (trip_id, number, traveller_id, traveller_name, purpose, visit_name, visit_company, lead_id,
            from_date, to_date, budget, state, chain, companions)
        values (\(trip.tripID), \(trip.number), \(trip.travellerID), \(trip.travellerName), \(trip.purpose),
            \(trip.visitName), \(trip.visitCompany), \(trip.leadID), \(trip.from), \(trip.to), \(trip.budget), 'submitted',
            \(tx.chain), \(trip.companions)::uuid[])
        """)
    try await tx.record(incoming, of: .trip, detail: "\(trip.travellerName): \(trip.purpose)", amount: trip.budget)
}

func tripApproved(_ incoming: Incoming<TripApproved>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.tripID, to: "approved", by: incoming.event.approvedBy)
    try await tx.record(incoming, of: .trip, detail: incoming.event.comment, amount: incoming.event.budget)
}

func tripRejected(_ incoming: Incoming<TripRejected>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.tripID, to: "rejected", by: incoming.event.rejectedBy)
    try await tx.record(incoming, of: .trip, detail: incoming.event.reason)
}

func tripWithdrawn(_ incoming: Incoming<TripWithdrawn>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.tripID, to: "withdrawn")
    try await tx.record(incoming, of: .trip)
}

func tripFunded(_ incoming: Incoming<TripFunded>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.tripID, to: "funded")
    try await tx.record(incoming, of: .trip)
}

func tripUndone(_ incoming: Incoming<TripUndone>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.tripID, to: "undone")
    try await tx.record(incoming, of: .trip, detail: incoming.event.reason)
}

func tripCompleted(_ incoming: Incoming<TripCompleted>, _ tx: EventTransaction) async throws {
    let trip = incoming.event
    tx.write(
        """
        update trip set state = 'completed', outcome = \(trip.outcome), spent = \(trip.spent)
        where trip_id = \(trip.tripID)
        """)
    try await tx.record(incoming, of: .trip, detail: trip.outcome, amount: trip.spent)
}

extension EventTransaction {
    fileprivate func set(_ trip: TripID, to state: String, by decider: StaffID? = nil) async throws {
        try await execute(
            """
            update trip set state = \(state), decided_by = coalesce(\(decider)::uuid, decided_by)
            where trip_id = \(trip)
            """)
    }
}
