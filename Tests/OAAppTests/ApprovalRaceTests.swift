import CRMEvents
import Foundation
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime
import Testing

@testable import OAApp

@Suite struct ApprovalRaceTests {
    /// The approver agrees, refuses and the applicant withdraws, all at once and several times: one of them wins.
    @Test func hasExactlyOneOutcome() async throws {
        try await Office.open { office in
            for _ in 0..<5 {
                let trip = try await office.fileTrip()
                let task = try await office.task(about: trip)
                let wins = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            await won { try await office.act(office.ben, approveTask, ApproveTask(id: task)) }
                        }
                        group.addTask {
                            await won {
                                try await office.act(office.ben, rejectTask, RejectTask(id: task, comment: "no"))
                            }
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(wins == 1)
                let approval: UUID = try await office.database.one(
                    "select approval_id from approval where subject_id = \(trip.id)")
                #expect(
                    try await office.published(about: approval) == ["oa.approval.opened", "oa.approval.decided"])
                #expect(try await office.published(about: trip.id.rawValue).count == 2)
                let marked = try await office.state(of: trip) == .approved ? 3 : 0
                #expect(
                    try await office.database.one(
                        "select count(*) from attendance_trip_day where trip_id = \(trip.id)", as: Int.self) == marked)
            }
        }
    }

    @Test func withdrawalAndApprovalNeverDeadlock() async throws {
        try await Office.open { office in
            for _ in 0..<5 {
                let trip = try await office.fileTrip()
                let task = try await office.task(about: trip)
                async let approved = won { try await office.act(office.ben, approveTask, ApproveTask(id: task)) }
                async let withdrawn = won {
                    try await office.act(office.joe, withdrawTrip, TripPath(id: trip.id))
                }
                let (_, tookBack) = await (approved, withdrawn)
                // A trip can be withdrawn before and after its approval.
                #expect(tookBack)
                #expect(try await office.state(of: trip) == .withdrawn)
                #expect(try await office.figure("oa.attendance.trip_days") == "0")
            }
        }
    }

    @Test func anotherServiceGetsItsAnswerOnce() async throws {
        try await Office.open { office in
            let request = ApprovalRequested(
                requestID: UUID(), subjectType: "crm.quote", subjectID: UUID(), subject: "QT-1",
                applicantID: office.joe.staffID, reason: "below the floor", amount: Money(minor: 100),
                link: "/crm/quotes/1", contentHash: "abc")
            try await office.deliver(request, to: approvalRequested)
            let page = try await listTasks(TaskQuery(subjectID: request.subjectID), office.call(office.ben))
            let task = try #require(page.items.first)
            _ = try await office.act(
                office.ben, rejectTask, RejectTask(id: task.taskID, comment: "too cheap"))
            let body: String = try await office.database.one(
                "select body from msg_event where type = 'oa.approval.decided'")
            #expect(body.contains("\"contentHash\":\"abc\"") && body.contains("\"outcome\":\"rejected\""))
            #expect(try await office.figure("oa.approvals.decided_for_crm") == "1")
            // Whoever has no manager is answered by an administrator.
            try await office.deliver(
                ApprovalRequested(
                    requestID: UUID(), subjectType: "crm.quote", subjectID: UUID(), subject: "QT-2",
                    applicantID: office.ben.staffID, reason: "r", amount: .zero, link: "/", contentHash: "d"),
                to: approvalRequested)
            #expect(
                try await office.database.one(
                    """
                    select count(*) from approval_task join staff on staff_id = assignee_id
                    where login = 'administrator' and state = 'open'
                    """, as: Int.self) == 1)
        }
    }
}

/// Whether the command was done; being too late is no fault, anything else is.
private func won<T: Sendable>(_ command: () async throws -> T) async -> Bool {
    do {
        _ = try await command()
        return true
    } catch ApprovalError.alreadyDecided {
        return false
    } catch {
        Issue.record(error)
        return false
    }
}
