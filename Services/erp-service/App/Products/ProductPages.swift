import Foundation
import Kernel
import ServiceRuntime

/// Products as a list, with the form for a new one.
struct ProductsPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let canAdd: Bool
}

func productsPage(_ input: ProductQuery, _ call: Call) async throws -> ProductsPage {
    ProductsPage(
        table: DataTable(
            try await call.listed("products", input, products), sorted: (input.sort ?? .ascending(.sku)).word,
            filters: [.text("action_search"), .kindOfProduct(call)], empty: "erp_products_empty",
            columns: [
                .init("erp_name", sort: "name") { .link(call.name($0.name, $0.nameZh), to: "/erp/products/\($0.id)") },
                .init("erp_sku", sort: "sku") { .text($0.sku) },
                .init("erp_kind") { .text(call.text("kind_\($0.kind)")) },
                .init("erp_list_price", isNumber: true) { .text(call.format($0.listPrice)) },
                .init("erp_lead_time", isNumber: true) { .text("\($0.leadTimeDays)") },
                .init("erp_in_shop") { .text($0.inShop ? call.text("erp_in_shop") : nil) },
            ], call),
        canAdd: try call.signedIn().has(.engineer))
}

extension TableFilter {
    /// What a product is for.
    static func kindOfProduct(_ call: Call) -> TableFilter {
        .choice(
            "kind", "erp_kind",
            ["finished", "subassembly", "material"].map { Choice(value: $0, label: call.text("kind_\($0)")) })
    }
}

/// A product with its bills of materials.
struct ProductPage: Codable, Sendable {
    struct Bill: Codable, Sendable {
        let id: String
        let version: Int
        let badge: Badge
        let revision: String?
        let effective: String?
        let lines: [Line]
        let operations: [Operation]
        let canRelease: Bool
    }
    struct Line: Codable, Sendable {
        let link: String
        let sku: String
        let name: String
        let quantity: String
        let scrap: String
    }
    struct Operation: Codable, Sendable {
        let sequence: Int
        let workCentre: String
        let centreCode: String
        let setup: String
        let run: String
    }
    struct Choice: Codable, Sendable {
        let value: String
        let text: String
    }
    struct FormRow: Codable, Sendable {
        let index: Int
        /// Whether it is one to add, folded away until then.
        let isMore: Bool
        let component: FormField.View
    }
    let id: String
    let sku: String
    let name: String
    let kind: String
    let listPrice: String
    let floorPrice: String?
    let taxRate: String
    let leadTime: Int
    let bills: [Bill]
    let canDraft: Bool
    let centres: [Choice]
    let formRows: [FormRow]
}

func productPage(_ input: ProductPath, _ call: Call) async throws -> ProductPage {
    let found = try await productByID(input, call)
    let product = found.product
    let isEngineer = try call.signedIn().has(.engineer)
    return ProductPage(
        id: product.id.description, sku: product.sku, name: call.name(product.name, product.nameZh),
        kind: call.text("kind_\(product.kind)"), listPrice: call.format(product.listPrice),
        floorPrice: product.floorPrice.map { call.format($0) },
        taxRate: "\(product.taxRate * ExactDecimal(100)) %", leadTime: product.leadTimeDays,
        bills: found.boms.map { bill($0, isEngineer, call) }, canDraft: isEngineer && product.kind != "material",
        centres: try await workCentres(NoInput(), call).map {
            .init(value: $0.id.text, text: "\($0.name) · \($0.code)")
        },
        formRows: (0..<(1 + linesToAdd)).map { index in
            let field = FormField.reference("lines[\(index)].componentID", "erp_component", among: "components")
            return .init(index: index, isMore: index > 0, component: field.view(of: "bill", call))
        })
}

private func bill(_ bill: BillView, _ isEngineer: Bool, _ call: Call) -> ProductPage.Bill {
    .init(
        id: bill.id.text, version: bill.version, badge: Badge(bill.state, call),
        revision: bill.revision, effective: effective(bill, call),
        lines: bill.lines.map {
            .init(
                link: "/erp/products/\($0.componentID)", sku: $0.sku, name: call.name($0.name, $0.nameZh),
                quantity: call.counted($0.quantity, $0.unit), scrap: "\($0.scrapPercent) %")
        },
        operations: bill.operations.map {
            .init(
                sequence: $0.sequence, workCentre: $0.workCentreName, centreCode: $0.workCentre,
                setup: call.format($0.setupMinutes),
                run: call.format($0.runMinutes))
        },
        canRelease: isEngineer && bill.state == "draft" && bill.revision == nil)
}

private func effective(_ bill: BillView, _ call: Call) -> String? {
    guard let from = bill.effectiveFrom else { return nil }
    let until = bill.effectiveUntil.map { " – \(call.text("erp_until_day")) \(call.format($0))" } ?? ""
    return "\(call.text("erp_from_day")) \(call.format(from))\(until)"
}
