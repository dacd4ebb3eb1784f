import CRMEvents
import EventContracts
import Foundation
import Kernel
import OAEvents
import Postgres
import ServiceRuntime
import Testing

@testable import OAApp

/// Who approves reads in the list what it is about, and by which rule they are asked.
@Suite struct ApprovalInWordsTests {
    private static func page(
        _ office: Office, _ path: String, _ person: Person, _ language: String = "en"
    ) async throws -> String {
        let token = try await office.service.token(for: person)
        let answer = await office.service.ask(
            "GET", "\(path)?lang=\(language)",
            headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
        #expect(answer.status == 200)
        return answer.text
    }

    private static func file(_ office: Office) async throws -> TripStanding {
        try await office.act(
            office.joe, fileTrip,
            FileTrip(
                purpose: "Show the new bridge", visitName: "Ken", visitCompany: "Harbour Works",
                from: BusinessDate("2031-03-03")!, to: BusinessDate("2031-03-05")!, budget: Money(minor: 3000_00)))
    }

    private static func ask(_ office: Office, by customer: CustomerID = CustomerID()) async throws {
        try await office.deliver(
            ApprovalRequested(
                requestID: UUID(), subjectType: "crm.quote", subjectID: UUID(), subject: "QT-2031-000001-v1",
                applicantID: office.joe.staffID, reason: "QB-100: 85.00 CNY (100.00 CNY)",
                amount: Money(minor: 28815), link: "/crm/quotes/1", contentHash: "",
                matter: Matter(
                    asker: office.joe.staffID, customerID: customer, party: "Harbour Works",
                    amount: Money(minor: 28815),
                    belowFloor: [
                        Matter.BelowFloor(
                            sku: "QB-100", name: "Bridge controller", nameZh: "桥式控制器", unitPrice: Money(minor: 8500),
                            listPrice: Money(minor: 10000))
                    ])), to: approvalRequested)
    }

    @Test func aTripSaysWhomItVisitsWhenAndWhy() async throws {
        try await Office.open { office in
            let trip = try await Self.file(office)
            let english = try await Self.page(office, "/oa/approvals", office.ben)
            for words in [
                "Trip \(trip.number)", "Joe", "Ken · Harbour Works · 3 Mar 2031 – 5 Mar 2031", "Show the new bridge",
                "¥3,000.00",
            ] { #expect(english.contains(words), "\(words)") }
            let chinese = try await Self.page(office, "/oa/approvals", office.ben, "zh")
            #expect(chinese.contains("出差 \(trip.number)") && chinese.contains("2031年3月3日"))

            let todo: TodoOpened<OA> = try await office.lastEvent()
            #expect(todo.matter?.asker == office.joe.staffID && todo.matter?.party == "Ken · Harbour Works")
            #expect(todo.matter?.amount == Money(minor: 3000_00) && todo.matter?.reason == "Show the new bridge")
        }
    }

    @Test func aQuoteSaysWhichPriceIsTooLow() async throws {
        try await Office.open { office in
            try await Self.ask(office)
            let english = try await Self.page(office, "/oa/approvals", office.ben)
            let sentence =
                "Bridge controller (QB-100) is offered for ¥85.00 instead of ¥100.00 each, below its floor price."
            #expect(english.contains(sentence) && english.contains("Harbour Works"))
            let chinese = try await Self.page(office, "/oa/approvals", office.ben, "zh")
            #expect(chinese.contains("桥式控制器（QB-100）报价每件 ¥85.00，目录价 ¥100.00，低于底价。"))

            let waiting = try #require(
                try await listTasks(TaskQuery(q: "harbour"), office.call(office.ben)).items.first)
            let page = try await Self.page(office, "/oa/approvals/\(waiting.approvalID)", office.ben)
            #expect(page.contains(sentence))
            #expect(!page.contains("by itself"), "Joe asked for it, in CRM")
            #expect(page.contains("is approved by the seller’s superior before the customer sees it"))
        }
    }

    @Test func theRuleThatReachesTheAmountIsNamed() async throws {
        try await Office.open { office in
            let administrator = Person(id: UUID(), name: "A", kind: .staff, roles: [.administrator])
            _ = try await office.act(
                administrator, setApprovalRoute,
                ApprovalRoute(subjectType: "oa.trip", fromAmount: Money(minor: 2000_00), levels: 2))
            let trip = try await Self.file(office)
            let approval = try await tripDetails(TripPath(id: trip.id), office.call(office.joe)).approvalID
            let page = try await Self.page(office, "/oa/approvals/\(approval)", office.joe)
            #expect(page.contains("Trips with a budget of ¥2,000.00 and more are approved by 2 superiors"))
        }
    }

    @Test func aForgottenCustomerIsNamedNoMore() async throws {
        try await Office.open { office in
            let customer = CustomerID()
            try await Self.ask(office, by: customer)
            try await office.deliver(
                CustomerChanged(customerID: customer, number: "CU-1", name: "(removed)"), to: customerRenamed)
            let matter = try await listTasks(TaskQuery(), office.call(office.ben)).items.first?.matter
            #expect(matter?.party == "(removed)" && matter?.belowFloor?.count == 1)
        }
    }
}

extension Office {
    /// The event of the type that was emitted last.
    func lastEvent<E: Event>() async throws -> E {
        let body: String = try await database.one(
            "select body from msg_event where type = \(E.type) order by id desc limit 1", as: String.self)
        return try WireJSON.decode(E.self, from: Data(body.utf8))
    }
}
