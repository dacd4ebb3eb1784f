import CRMEvents
import EventContracts
import Foundation
import ERPEvents
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime
import Testing

@testable import OAApp

@Suite struct TripTests {
    @Test func severalRequestsAreAgreedToAtOnce() async throws {
        try await Office.open { office in
            let first = try await office.fileTrip()
            let second = try await office.fileTrip(from: Office.monday.adding(days: 7))
            let tasks = [try await office.task(about: first), try await office.task(about: second)]
            let token = try await office.service.token(for: office.ben)
            let answer = await office.service.ask(
                "POST", "/oa/api/approval-tasks/approve",
                headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": UUID().uuidString],
                body: #"{"ids":["\#(tasks[0])","\#(tasks[1])"]}"#)
            #expect(answer.status == 200)
            for trip in [first, second] { #expect(try await office.state(of: trip) == .approved) }
            #expect(try await listTasks(TaskQuery(), office.call(office.ben)).items.isEmpty)
        }
    }

    @Test func approvedTripMarksAttendanceAndIsFunded() async throws {
        try await Office.open { office in
            let trip = try await office.fileTrip(with: [office.fanny])
            #expect(try await office.openTodos(of: office.ben) == 1)
            #expect(try await office.days(of: office.joe) == [.unmarked, .unmarked, .unmarked])
            try await office.approve(trip)
            #expect(try await office.days(of: office.joe) == [.onTrip, .onTrip, .onTrip])
            #expect(try await office.days(of: office.fanny) == [.onTrip, .onTrip, .onTrip])
            try await office.reserve(trip)
            #expect(try await office.state(of: trip) == .funded)
            #expect(try await office.openTodos(of: office.ben) == 0)
            #expect(try await office.openTodos(of: office.joe) == 1)
            #expect(
                try await office.published(about: trip.id.rawValue) == [
                    "oa.trip.filed", "oa.trip.approved", "oa.trip.funded",
                ])
            #expect(try await office.figure("oa.attendance.trip_days") == "6")
            #expect(try await office.figure("oa.attendance.expected_days") == "6")
            _ = try await office.act(
                office.joe, completeTrip, CompleteTrip(id: trip.id, outcome: "likes it", spent: Money(minor: 123_45)))
            #expect(try await office.figure("oa.trips.spent") == "123.45")
            #expect(try await office.openTodos(of: office.joe) == 0)
        }
    }

    @Test func declinedFundsUndoTheApprovalForAllToSee() async throws {
        try await Office.open { office in
            try await office.record(.present, office.joe)
            let trip = try await office.fileTrip()
            try await office.approve(trip)
            #expect(try await office.days(of: office.joe) == [.onTrip, .onTrip, .onTrip])
            try await office.decline(trip)
            #expect(try await office.state(of: trip) == .undone)
            #expect(try await office.days(of: office.joe) == [.present, .unmarked, .unmarked])
            let details = try await tripDetails(TripPath(id: trip.id), office.call(office.joe))
            #expect(details.declineReason == "no budget left")
            #expect(try await office.published(about: trip.id.rawValue).last == "oa.trip.undone")
            #expect(try await office.openTodos(of: office.joe) == 1)
            for _ in 0..<2 { _ = try await office.act(office.joe, acknowledgeTrip, TripPath(id: trip.id)) }
            #expect(try await office.openTodos(of: office.joe) == 0)
            #expect(try await office.figure("oa.attendance.expected_days") == "0")
        }
    }

    @Test func undoingOneOfTwoOverlappingTripsLeavesTheOther() async throws {
        try await Office.open { office in
            try await office.record(.leave, office.joe)
            let (first, second) = (try await office.fileTrip(), try await office.fileTrip())
            try await office.approve(first)
            try await office.approve(second)
            #expect(try await office.days(of: office.joe) == [.leave, .onTrip, .onTrip])
            _ = try await office.act(office.joe, withdrawTrip, TripPath(id: first.id))
            #expect(try await office.days(of: office.joe) == [.leave, .onTrip, .onTrip])
            _ = try await office.act(office.joe, withdrawTrip, TripPath(id: second.id))
            #expect(try await office.days(of: office.joe) == [.leave, .unmarked, .unmarked])
        }
    }

    @Test func fundsForATripWithdrawnMeanwhileChangeNothing() async throws {
        try await Office.open { office in
            let (reserved, declined) = (try await office.fileTrip(), try await office.fileTrip())
            for trip in [reserved, declined] {
                try await office.approve(trip)
                _ = try await office.act(office.joe, withdrawTrip, TripPath(id: trip.id))
            }
            try await office.reserve(reserved)
            try await office.decline(declined)
            for trip in [reserved, declined] {
                #expect(try await office.state(of: trip) == .withdrawn)
                #expect(
                    try await office.published(about: trip.id.rawValue) == [
                        "oa.trip.filed", "oa.trip.approved", "oa.trip.withdrawn",
                    ])
            }
            #expect(try await office.days(of: office.joe) == [.unmarked, .unmarked, .unmarked])
            #expect(try await office.openTodos(of: office.joe) == 0)
        }
    }

    @Test func withdrawingAnOpenTripTakesItsApprovalAlong() async throws {
        try await Office.open { office in
            let trip = try await office.fileTrip()
            let task = try await office.task(about: trip)
            _ = try await office.act(office.joe, withdrawTrip, TripPath(id: trip.id))
            #expect(try await office.openTodos(of: office.ben) == 0)
            await #expect(throws: ApprovalError.takenBack) {
                _ = try await office.act(office.ben, approveTask, ApproveTask(id: task))
            }
        }
    }

    @Test func theFirstLeadStaysWhateverTheOrder() async throws {
        try await Office.open { office in
            let (first, second) = (LeadID(), LeadID(rawValue: .timeOrdered(at: .now.addingTimeInterval(60))))
            for order in [[first, second], [second, first]] {
                let trip = try await office.fileTrip()
                for lead in order { try await office.capture(lead, for: trip.id) }
                #expect(try await tripDetails(TripPath(id: trip.id), office.call(office.joe)).leadID == first)
            }
            await #expect(throws: NotYet.self) { try await office.capture(first, for: TripID()) }
        }
    }

    @Test func refusesWhatMakesNoSense() async throws {
        try await Office.open { office in
            await #expect(throws: ApprovalError.nobodyToAsk) {
                _ = try await office.act(
                    office.ben, fileTrip,
                    FileTrip(
                        purpose: "x", visitName: "y", from: Office.monday, to: Office.monday, budget: .zero))
            }
            let trip = try await office.fileTrip()
            await #expect(throws: IllegalTransition.self) {
                _ = try await office.act(
                    office.joe, completeTrip, CompleteTrip(id: trip.id, outcome: "early", spent: .zero))
            }
            await #expect(throws: ApprovalError.notYours) {
                _ = try await office.act(office.fanny, withdrawTrip, TripPath(id: trip.id))
            }
        }
    }
}

extension Office {
    func reserve(_ trip: TripStanding) async throws {
        try await deliver(
            TripFundsReserved(tripID: trip.id, number: trip.number, amount: Money(minor: 300_000)),
            to: tripFundsReserved)
    }
    func decline(_ trip: TripStanding) async throws {
        try await deliver(
            TripFundsDeclined(
                tripID: trip.id, number: trip.number, amount: Money(minor: 300_000), available: .zero,
                reason: "no budget left"), to: tripFundsDeclined)
    }
    func capture(_ lead: LeadID, for trip: TripID) async throws {
        try await deliver(
            LeadCaptured(leadID: lead, number: "LD-1", name: "Ken", source: .card, tripID: trip), to: leadCaptured)
    }
    func record(_ status: AttendanceStatus, _ person: Person) async throws {
        _ = try await act(
            fanny, recordAttendance,
            RecordAttendance(staffID: person.staffID, day: Self.monday, status: status))
    }
}
