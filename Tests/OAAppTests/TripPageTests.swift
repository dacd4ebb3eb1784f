import CRMEvents
import EventContracts
import Foundation
import Kernel
import OAEvents
import ServiceRuntime
import Testing

@testable import OAApp

/// What a trip's page offers to whom.
@Suite struct TripPageTests {
    private static func page(_ office: Office, _ trip: TripStanding, _ person: Person) async throws -> String {
        let token = try await office.service.token(for: person)
        let answer = await office.service.ask(
            "GET", "/oa/trips/\(trip.id)?lang=en",
            headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
        #expect(answer.status == 200)
        return answer.text
    }

    private static func file(_ office: Office, with companion: Person? = nil) async throws -> TripStanding {
        try await office.act(
            office.joe, fileTrip,
            FileTrip(
                purpose: "Visit", visitName: "Ken", from: .today, to: .today,
                companions: companion.map { [$0.staffID] }, budget: Money(minor: 1000_00)))
    }

    @Test func eachSeesWhatTheyCanDo() async throws {
        try await Office.open { office in
            let trip = try await Self.file(office)
            #expect(try await Self.page(office, trip, office.joe).contains("/oa/api/trips/\(trip.id)/withdraw"))
            let bens = try await Self.page(office, trip, office.ben)
            #expect(!bens.contains("/withdraw") && bens.contains("Answer the request"))
            let fannys = try await Self.page(office, trip, office.fanny)
            #expect(fannys.contains("It waits for the approver’s answer.") && !fannys.contains("/oa/approvals/"))
            // What happened, who did it: in words.
            #expect(fannys.contains("<strong>Filed</strong>") && fannys.contains("Joe"))
            // HR had no hand in it, and does not see every business transaction.
            #expect(!fannys.contains("/chains/") && bens.contains("/chains/"))
        }
    }

    @Test func theListBeginsWithWhatIsOpen() async throws {
        try await Office.open { office in
            let (trip, other) = (try await Self.file(office), try await Self.file(office))
            _ = try await office.act(office.joe, withdrawTrip, TripPath(id: trip.id))
            let token = try await office.service.token(for: office.joe)
            func lists(_ query: String) async -> [Bool] {
                let list = await office.service.ask(
                    "GET", "/oa/trips\(query)", headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"]
                ).text
                return [trip, other].map { list.contains(">\($0.number)</a>") }
            }
            #expect(await lists("") == [false, true])
            #expect(await lists("?state=all") == [true, true])
            #expect(await lists("?q=\(trip.number)") == [true, false])
        }
    }

    /// Who travels alone is not asked for four companions.
    @Test func companionsAreAddedOneByOne() async throws {
        try await Office.open { office in
            let token = try await office.service.token(for: office.joe)
            let form = await office.service.ask(
                "GET", "/oa/trips/new?lang=en", headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"]
            ).text
            let folded = try #require(form.range(of: "<details class=\"qiao-more\""))
            #expect(form[..<folded.lowerBound].matches(of: /name="companions/).count == 1)
            #expect(form[folded.lowerBound...].matches(of: /name="companions/).count == linesToAdd)
            #expect(form.contains("Add a line"))
        }
    }

    @Test func theLeadIsOpenedByWhoMayOpenItThere() async throws {
        try await Office.open { office in
            let trip = try await Self.file(office, with: office.fanny)
            let lead = LeadID()
            try await office.deliver(
                LeadCaptured(
                    leadID: lead, number: "LD-2026-000001", name: "Ken", ownerID: office.joe.staffID, source: .card,
                    tripID: trip.id), to: leadCaptured)
            for (person, may) in [(office.joe, true), (office.ben, true), (office.fanny, false)] {
                let page = try await Self.page(office, trip, person)
                #expect(page.contains("LD-2026-000001"), "\(person.name)")
                #expect(page.contains("/crm/leads/\(lead)") == may, "\(person.name)")
            }
            // It became Ben's: then it is not Joe's to open.
            try await office.deliver(
                LeadChanged(leadID: lead, name: "Ken", state: "new", ownerID: office.ben.staffID), to: leadChanged)
            #expect(try await !Self.page(office, trip, office.joe).contains("/crm/leads/\(lead)"))
            #expect(try await Self.page(office, trip, office.ben).contains("/crm/leads/\(lead)"))
        }
    }
}
