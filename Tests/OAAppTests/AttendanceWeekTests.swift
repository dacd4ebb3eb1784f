import Foundation
import Kernel
import OADomain
import ServiceRuntime
import Testing

@testable import OAApp

/// HR records a person's week in one go.
@Suite struct AttendanceWeekTests {
    private static func post(_ office: Office, _ fields: [String: String]) async throws -> InProcessAnswer {
        var form = URLComponents()
        form.queryItems = fields.map { URLQueryItem(name: $0.key, value: $0.value) }
        let token = try await office.service.token(for: office.fanny)
        return await office.service.ask(
            "POST", "/oa/api/attendance/weeks",
            headers: [
                "Cookie": "qiao_session=\(token); qiao_language=en", "Accept": "text/html",
                "Host": "qiao.test", "Origin": "http://qiao.test",
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": "http://qiao.test/oa/attendance/week?staffID=\(office.joe.staffID)",
            ], body: form.percentEncodedQuery ?? "")
    }

    private static func fields(_ office: Office, _ days: [(BusinessDate, String)]) -> [String: String] {
        days.enumerated().reduce(
            into: ["_key": UUID().uuidString, "staffID": office.joe.staffID.description]
        ) { fields, day in
            fields["days[\(day.offset)].day"] = day.element.0.description
            fields["days[\(day.offset)].status"] = day.element.1
        }
    }

    @Test func isRecordedDayByDay() async throws {
        try await Office.open { office in
            let days = (0..<5).map { Office.monday.adding(days: $0) }
            let words = ["present", "leave", "absent", "present", ""]
            let answer = try await Self.post(office, Self.fields(office, Array(zip(days, words))))
            #expect(answer.status == 303)
            #expect(
                answer.header("location")
                    == "/oa/attendance?staffID=\(office.joe.staffID)&month=\(Office.monday.period)")
            let report = try await attendance(
                AttendanceQuery(staffID: office.joe.staffID, from: days[0], to: days[4]), office.call(office.fanny))
            #expect(report.days.map(\.recorded) == [.present, .leave, .absent, .present, nil])
        }
    }

    @Test func nothingIsRecordedWhereADayIsWrong() async throws {
        try await Office.open { office in
            let (past, coming) = (Office.monday, BusinessDate.today.adding(days: 1))
            let wrong = Self.fields(
                office, [(past, "present"), (coming, "absent"), (past, "leave"), (past, "on_trip")])
            let answer = try await Self.post(office, wrong)
            #expect(answer.status == 422)
            for words in [
                "of a day to come, only leave can be recorded", "must not be named twice",
            ] { #expect(answer.text.lowercased().contains(words), "\(words)") }
            #expect(try await office.days(of: office.joe) == [.unmarked, .unmarked, .unmarked])

            let leave = Self.fields(office, [(coming, "leave")])
            #expect(try await Self.post(office, leave).status == 303)
        }
    }

    @Test func workingDaysAreFilledInAsUsual() async throws {
        try await Office.open { office in
            let page = try await attendanceWeekPage(
                AttendanceWeekQuery(staffID: office.joe.staffID, day: Office.monday.adding(days: 3)),
                office.call(office.fanny))
            let chosen = page.days.map { $0.choices.first(where: \.chosen)?.value }
            #expect(chosen == ["present", "present", "present", "present", "present", "", ""])
            let coming = try await attendanceWeekPage(
                AttendanceWeekQuery(staffID: office.joe.staffID, day: BusinessDate.today.adding(days: 7)),
                office.call(office.fanny))
            #expect(coming.days.allSatisfy { $0.choices.first(where: \.chosen)?.value == "" })
        }
    }
}
