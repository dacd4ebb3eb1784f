import ERPDomain
import Kernel
import ServiceRuntime

/// Revisions that wait for engineering, and those released.
struct RevisionsPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let showsOpen: Bool
}

func revisionsPage(_ input: RevisionQuery, _ call: Call) async throws -> RevisionsPage {
    let isEngineer = try call.signedIn().has(.engineer)
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    return RevisionsPage(
        table: DataTable(
            try await call.listed("revisions", shown, revisions), sorted: "",
            filters: [
                .text("action_search"), .openFirst(RevisionState.self, isOpen: isOpen, call),
            ], empty: isOpen ? "erp_revisions_done" : "erp_revisions_empty",
            columns: [
                .init("erp_revision") { .link($0.code, to: chainLink($0.chain)) },
                .init("erp_product") { .link($0.sku, to: "/erp/products/\($0.productID)") },
                .init("erp_promised_options") {
                    .text(
                        $0.options.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
                },
                .init("erp_sales_order") {
                    $0.orderNumber.map { [id = $0.orderID] in .link($0, to: "/erp/sales-orders/\(id)") } ?? .text(nil)
                },
                .init("erp_state") { .badge(Badge($0.state, call)) },
                .actions {
                    isEngineer && $0.state == "draft"
                        ? .button(call.text("erp_release"), "/erp/api/revisions/\($0.id)/release") : .nothing
                },
            ],
            marks: RowMarks { isEngineer && $0.state == "draft" ? $0.id.description : nil }
                .offering("erp_release_marked", "/erp/api/revisions/release"), call),
        showsOpen: isOpen)
}
