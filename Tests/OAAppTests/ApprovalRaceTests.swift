import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import OADomain
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

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

    /// The approver answers while the service that asked takes its request back: one of them is first.
    @Test func aRequestTakenBackHasExactlyOneOutcome() async throws {
        try await Office.open { office in
            for _ in 0..<6 {
                let request = try await office.ask(for: "QT-1")
                let task = try await office.task(about: request.subjectID)
                async let approved = won { try await office.act(office.ben, approveTask, ApproveTask(id: task)) }
                async let takenBack: Void = office.takeBack(request)
                let (decided, _) = (await approved, try await takenBack)
                let approval = try await approvalDetails(
                    ApprovalPath(id: try await office.approval(of: request)), office.call(office.ben))
                #expect(approval.state == (decided ? .approved : .withdrawn))
                #expect(approval.withdrawal == (decided ? nil : .replaced))
                #expect(
                    try await office.published(about: approval.id.rawValue) == [
                        "oa.approval.opened", "oa.approval.decided",
                    ])
                #expect(try await office.openTodos(of: office.ben) == 0)
            }
        }
    }

    @Test func whatWasTakenBackCannotBeDecided() async throws {
        try await Office.open { office in
            let request = try await office.ask(for: "QT-1")
            let task = try await office.task(about: request.subjectID)
            #expect(try await office.openTodos(of: office.ben) == 1)
            for _ in 0..<2 { try await office.takeBack(request) }
            #expect(try await office.openTodos(of: office.ben) == 0)
            #expect(try await listTasks(TaskQuery(), office.call(office.ben)).items.isEmpty)
            await #expect(throws: ApprovalError.takenBack) {
                _ = try await office.act(office.ben, approveTask, ApproveTask(id: task))
            }
            #expect(ApprovalError.takenBack.problem.status == 409)
            let page = try await approvalPage(
                ApprovalPath(id: try await office.approval(of: request)), office.call(office.ben)
            ).document
            #expect(page.notices.first?.noticeText.hasSuffix("QT-2") == true)
            #expect(!page.actions.contains { $0.actionPath.contains("/approval-tasks/") })
        }
    }

    @Test func anotherServiceGetsItsAnswerOnce() async throws {
        try await Office.open { office in
            let request = try await office.ask(for: "QT-1")
            let task = try await office.task(about: request.subjectID)
            _ = try await office.act(office.ben, rejectTask, RejectTask(id: task, comment: "too cheap"))
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

extension Office {
    /// CRM asks for an approval of Joe's quote.
    fileprivate func ask(for quote: String) async throws -> ApprovalRequested {
        let request = ApprovalRequested(
            requestID: UUID(), subjectType: "crm.quote", subjectID: UUID(), subject: quote,
            applicantID: joe.staffID, reason: "below the floor", amount: Money(minor: 100), link: "/crm/quotes/1",
            contentHash: "abc")
        try await deliver(request, to: approvalRequested)
        return request
    }

    /// Another version took the quote's place.
    fileprivate func takeBack(_ request: ApprovalRequested) async throws {
        try await deliver(
            ApprovalWithdrawn(
                requestID: request.requestID, subjectType: request.subjectType, subjectID: request.subjectID,
                subject: request.subject, reason: .replaced, replacedBy: "QT-2"), to: approvalWithdrawn)
    }

    fileprivate func approval(of request: ApprovalRequested) async throws -> ApprovalID {
        try await database.one("select approval_id from approval where request_id = \(request.requestID)")
    }
}

/// Whether the command was done; being too late is no fault, anything else is.
private func won<T: Sendable>(_ command: () async throws -> T) async -> Bool {
    do {
        _ = try await command()
        return true
    } catch ApprovalError.alreadyDecided, ApprovalError.takenBack {
        return false
    } catch {
        Issue.record(error)
        return false
    }
}
