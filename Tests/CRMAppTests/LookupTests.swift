import JSONSchema
import Kernel
import ServiceRuntime
import Testing

@testable import CRMApp

/// What forms of the front office find for whom.
@Suite struct LookupTests {
    @Test func aProductIsFoundBySKUAndEitherName() async throws {
        try await FrontOffice.open { office in
            try await Deal(office: office).offerProduct()
            for typed in ["bike", "E-1", "自行"] {
                let found = try await office.read("lookups/products", ["q": .string(typed)], as: office.joe)
                #expect(found["entries"]?.elements?.map { $0.text("number") } == ["BIKE-1"], "\(typed)")
                #expect(found["entries"]?.elements?.first?.text("note") == "¥100.00")
            }
        }
    }

    /// A trip is found by who may open it.
    @Test func aTripIsFoundByWhoTookIt() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            try await deal.fileTrip()
            let stranger = Person(id: deal.trip.rawValue, name: "Sam", kind: .staff, roles: [.sales])
            for (person, count) in [(office.joe, 1), (stranger, 0)] {
                let found = try await office.read("lookups/trips", ["q": "ken"], as: person)
                #expect(found["entries"]?.elements?.count == count)
            }
            let form = try await office.page("leads/new", ["tripID": .string("\(deal.trip)")], as: office.joe)
            #expect(form.contains("value=\"TR-2026-000001 · Ken\""), "who comes from the trip need not look for it")
        }
    }
}
