import JSONSchema
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

/// Who read how to reach people is on record.
@Suite struct ContactReadTests {
    @Test func readsOfContactDetailsAreOnRecord() async throws {
        try await FrontOffice.open { office in
            let lead = try await office.call(
                "leads", ["name": "Ken", "company": "Ken & Co", "source": "card", "phone": "+44 20 7946 0000"],
                as: office.joe
            ).text("id")
            let unreachable = try await office.call("leads", ["name": "Kim", "source": "card"], as: office.joe)
            _ = try await office.read("leads", as: office.joe)
            _ = try await office.read("leads/{id}", ["id": .string(unreachable.text("id"))], as: office.joe)
            #expect(try await reads(office) == [])
            _ = try await office.read("leads/{id}", ["id": .string(lead)], as: office.ben)
            let customer = try await office.call("leads/{id}/convert", ["id": .string(lead)], as: office.joe)
                .text("customerID")
            _ = try await office.read("customers", as: office.joe)
            _ = try await office.page("customers/{id}", ["id": .string(customer)], as: office.joe)
            #expect(
                try await reads(office) == [
                    "Ben reads contact details: /crm/api/leads/\(lead)",
                    "Joe reads contact details: /crm/api/customers",
                    "Joe reads contact details: /crm/api/customers/\(customer)",
                ])
        }
    }

    private func reads(_ office: FrontOffice) async throws -> [String] {
        try await office.database.all(
            """
            select actor_name || ' ' || action || ': ' || document from rt_audit where kind = 'read' order by entry_id
            """)
    }
}
