import EventContracts
import Kernel
import ServiceRuntime

struct CustomerListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func customerListPage(_ input: CustomerQuery, _ call: Call) async throws -> CustomerListPage {
    CustomerListPage(
        table: DataTable(
            try await call.listed("customers", input, customers), sorted: (input.sort ?? .descending(.created)).word,
            filters: [.text("action_search")], empty: "customers_empty",
            columns: [
                .init("customer_name", sort: "name") { .link($0.name, to: "/crm/customers/\($0.id)") },
                .init("customer_reach") { .text([$0.phone, $0.email].compactMap(\.self).joined(separator: " · ")) },
                .init("crm_owner") { .text($0.ownerName ?? call.text($0.shopper ? "crm_shop" : "crm_colleague")) },
                .init("customer_orders", isNumber: true) { .text("\($0.orders)") },
                .init("field_number", sort: "number") { .text($0.number) },
            ], call))
}

/// A share of one as a percentage with one place.
func percent(_ share: ExactDecimal) -> String {
    let tenths = share * ExactDecimal(1000)
    let rounded = (tenths.millionths + (tenths.millionths < 0 ? -500_000 : 500_000)) / 1_000_000
    return "\(ExactDecimal(millionths: rounded * 100_000)) %"
}
