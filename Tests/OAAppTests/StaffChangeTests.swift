import CRMEvents
import Foundation
import Kernel
import OADomain
import OAEvents
import Postgres
import ServiceRuntime
import Testing

@testable import OAApp

@Suite("Staff that change")
struct StaffChangeTests {
    @Test func whatChangesIsToldToTheOthers() async throws {
        try await Office.open { office in
            var change = ChangeStaff(id: office.joe.staffID, name: "Joe Chen")
            (change.nameZh, change.department, change.roles) = ("陈乔", "Sales East", [.sales, .salesManager])
            (change.managerLogin, change.leavesOn) = ("fanny", BusinessDate.today.adding(days: 40))
            let joe = try await office.change(change)
            #expect(joe.managerName == "Fanny" && joe.active)
            let told = try await office.told(about: office.joe)
            #expect(told.name == "Joe Chen" && told.nameZh == "陈乔" && told.department == "Sales East")
            #expect(told.roles == [.sales, .salesManager] && told.managerID == office.fanny.staffID)
            #expect(told.leavesOn == change.leavesOn && told.active)
            // Fanny answers for Joe's trips now.
            _ = try await office.fileTrip()
            #expect(try await office.openTodos(of: office.fanny) == 1)
        }
    }

    @Test func aDepartmentWithoutANameIsNone() async throws {
        try await Office.open { office in
            var change = ChangeStaff(id: office.joe.staffID, name: "Joe", roles: [.sales])
            change.department = ""
            let joe = try await office.change(change)
            #expect(joe.department == nil)
            let new = AddStaff(login: "ada", name: "Ada", department: "", password: "correct horse battery")
            let ada = try await office.act(office.ben, addStaff, new)
            #expect(ada.department == nil)
        }
    }

    @Test func aReportingLineNeverGoesInACircle() async throws {
        try await Office.open { office in
            let boss = ChangeStaff(id: office.ben.staffID, name: "Ben", roles: [.salesManager], managerLogin: "joe")
            let refused = await #expect(throws: ReportingLineError.cycle) { _ = try await office.change(boss) }
            #expect(refused?.problem.fields.map(\.field) == ["managerLogin"])
            await #expect(throws: ReportingLineError.ownManager) {
                _ = try await office.change(
                    ChangeStaff(id: office.joe.staffID, name: "Joe", roles: [.sales], managerLogin: "joe"))
            }
            let changes = try await office.changes(of: office.ben)
            #expect(changes == 1)
        }
    }

    /// Each of the two changes is right by itself; together they would close a circle.
    @Test func twoChangesAtOnceCloseNoCircle() async throws {
        try await Office.open { office in
            for _ in 0..<4 {
                try await office.database.execute(
                    "update staff set manager_id = null where login in ('joe', 'fanny')")
                async let first = done {
                    _ = try await office.change(
                        ChangeStaff(id: office.joe.staffID, name: "Joe", roles: [.sales], managerLogin: "fanny"))
                }
                async let second = done {
                    _ = try await office.change(
                        ChangeStaff(id: office.fanny.staffID, name: "Fanny", roles: [.hr], managerLogin: "joe"))
                }
                #expect(await [first, second].count { $0 } == 1)
            }
        }
    }

    @Test func whoLeavesHandsOverAndCannotSignIn() async throws {
        try await Office.open { office in
            _ = try await office.act(
                office.ben, addStaff,
                AddStaff(
                    login: "cleo", name: "Cleo", roles: [.finance], managerLogin: "fanny", password: "a long one too")
            )
            try await office.database.execute(
                """
                update staff set manager_id = (select staff_id from staff where login = 'cleo') where login = 'joe'
                """)
            let trip = try await office.fileTrip()
            let cleo: StaffID = try await office.database.one("select staff_id from staff where login = 'cleo'")
            var leave = ChangeStaff(id: cleo, name: "Cleo", roles: [.finance], managerLogin: "fanny")
            leave.leavesOn = .today
            #expect(try await office.change(leave).active, "the last day is a day at work")
            try await LeaveDates(context: office.service.context).letGo(before: .today)
            #expect(try await office.openTodos(of: office.fanny) == 0)
            for _ in 0..<2 {
                try await LeaveDates(context: office.service.context).letGo(before: BusinessDate.today.adding(days: 1))
            }
            let waiting = try await listTasks(TaskQuery(), office.call(office.fanny)).items
            #expect(waiting.map(\.subject) == [trip.number])
            #expect(try await office.openTodos(of: office.fanny) == 1)
            await #expect(throws: Problem.self) {
                _ = try await signIn(Credentials(login: "cleo", password: "a long one too"), office.call(office.ben))
            }
            _ = try await office.act(office.fanny, approveTask, ApproveTask(id: try #require(waiting.first).taskID))
            #expect(try await office.state(of: trip) == .approved)
        }
    }

    @Test func somebodyStaysAdministrator() async throws {
        try await Office.open { office in
            let id: StaffID = try await office.database.one("select staff_id from staff where login = 'administrator'")
            let refused = await #expect(throws: Problem.self) {
                _ = try await office.change(ChangeStaff(id: id, name: "administrator", roles: [.operator]))
            }
            #expect(refused?.fields.map(\.field) == ["roles"])
        }
    }

    @Test func largerAmountsClimbTheReportingLine() async throws {
        try await Office.open { office in
            try await office.database.execute(
                "update staff set manager_id = (select staff_id from staff where login = 'fanny') where login = 'joe'")
            for (amount, levels) in [("1000.00", 1), ("3000.00", 2)] {
                _ = try await office.act(
                    office.ben, setApprovalRoute,
                    ApprovalRoute(subjectType: "oa.trip", fromAmount: try #require(Money(amount)), levels: levels))
            }
            let trip = try await office.fileTrip()
            let first = try #require(try await listTasks(TaskQuery(), office.call(office.fanny)).items.first)
            #expect(try await listTasks(TaskQuery(), office.call(office.ben)).items.isEmpty, "Ben's turn comes later")
            _ = try await office.act(office.fanny, approveTask, ApproveTask(id: first.taskID))
            #expect(try await office.state(of: trip) == .submitted)
            try await office.approve(trip)
            #expect(try await office.state(of: trip) == .approved)
        }
    }

    @Test func chinesePagesShowChineseNames() async throws {
        try await Office.open { office in
            try await office.database.execute("update staff set name_zh = '乔' where login = 'joe'")
            let trip = try await office.fileTrip()
            let token = try await office.service.token(for: office.ben)
            func page(_ path: String, _ language: String) async -> String {
                await office.service.ask(
                    "GET", "\(path)?lang=\(language)",
                    headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"]
                ).text
            }
            for path in ["/oa/trips", "/oa/trips/\(trip.id)", "/oa/approvals", "/oa/staff"] {
                #expect(await page(path, "zh").contains("乔"), "\(path)")
                #expect(await page(path, "en").contains("Joe"), "\(path)")
            }
        }
    }
}

/// Whether it was done.
private func done(_ body: () async throws -> Void) async -> Bool {
    do { try await body() } catch { return false }
    return true
}

extension Office {
    fileprivate func change(_ change: ChangeStaff) async throws -> Member { try await act(ben, changeStaff, change) }

    fileprivate func changes(of person: Person) async throws -> Int { try await published(about: person.id).count }

    /// What the other services heard of a person last.
    fileprivate func told(about person: Person) async throws -> StaffChanged {
        let body: String = try await database.one(
            "select body from msg_event where aggregate_id = \(person.id) order by sequence desc limit 1")
        return try WireJSON.decode(StaffChanged.self, from: Data(body.utf8))
    }
}
