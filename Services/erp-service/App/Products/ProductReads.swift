import ERPDomain
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A product as staff see it.
struct ProductView: Codable, Sendable {
    let id: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let description: String?
    let kind: String
    let unit: String
    let listPrice: Money
    /// For those entitled.
    var floorPrice: Money?
    let taxRate: ExactDecimal
    let leadTimeDays: Int
    let lotMinimum: ExactDecimal
    let lotMultiple: ExactDecimal
    let sold: Bool
    let inShop: Bool
    let category: String?

    /// As the person sees it.
    func seen(by person: Person) -> ProductView {
        guard !Access.floorReaders.admits(person) else { return self }
        var product = self
        product.floorPrice = nil
        return product
    }
}

private let productColumns: SQL = """
    select product_id as id, sku, name, name_zh, description, kind, unit, list_price, floor_price, tax_rate,
        lead_time_days, lot_minimum, lot_multiple, sold, in_shop, category
    from product p
    """

/// Products by SKU.
struct ProductQuery: Codable, Sendable, PageRequest {
    var kind: String?
    /// A part of the SKU or of the name.
    var q: String?
    var sort: Sorting<ProductField>?
    var cursor: String?
    var limit: Int?
}

/// What products and their stock are sorted by.
enum ProductField: String, SortField {
    case sku, name, created

    var column: SQL? {
        switch self {
        case .sku: "p.sku"
        case .name: "p.name"
        case .created: nil
        }
    }
}

func products(_ input: ProductQuery, _ call: Call) async throws -> Paged<ProductView> {
    let order = input.sort ?? .ascending(.sku)
    let wanted = SQL.all(
        input.kind.map { "kind = \($0)" }, .holds(input.q, "sku", "name", "name_zh"),
        order.after(try input.last(ProductID.self), in: "product p", id: "p.product_id"))
    let rows = try await call.database.all(
        """
        \(productColumns) where \(wanted)
        order by \(order.clause(id: "p.product_id")) limit \(input.rowLimit)
        """, as: ProductView.self)
    let person = try call.signedIn()
    return Paged(rows, input) { [$0.id.description] }.map { $0.seen(by: person) }
}

/// All products, as a form's field finds them.
func lookUpProducts(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
    try await lookUpProducts(query, among: "true", call)
}

/// What goes into products, as a form's field finds it.
func lookUpComponents(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
    try await lookUpProducts(query, among: "kind <> 'finished'", call)
}

private func lookUpProducts(_ query: LookupQuery, among: SQL, _ call: Call) async throws -> [LookupEntry] {
    struct Row: Decodable, Sendable {
        let productID: ProductID
        let sku: String
        let name: String
        let nameZh: String
        let unit: String
    }
    let found: [Row] = try await call.database.all(
        """
        select product_id, sku, name, name_zh, unit from product
        where \(among) and \(query.fits("sku", "name", "name_zh"))
        order by \(query.nearest("sku", "name", "name_zh")) limit \(query.rowLimit)
        """)
    return found.map {
        LookupEntry(
            id: $0.productID, number: $0.sku, name: call.name($0.name, $0.nameZh), otherNames: [$0.name, $0.nameZh],
            note: call.unit($0.unit))
    }
}

/// Which product.
struct ProductPath: Codable, Sendable {
    var id: ProductID
}

func product(_ id: ProductID, _ database: some PostgresExecutor) async throws -> ProductView {
    guard let found = try await database.first("\(productColumns) where product_id = \(id)", as: ProductView.self)
    else { throw Problem.notFound("product", id) }
    return found
}

/// A version of a bill with its lines.
struct BillView: Codable, Sendable {
    struct Line: Codable, Sendable {
        let componentID: ProductID
        let sku: String
        let name: String
        let nameZh: String
        let unit: String
        let quantity: ExactDecimal
        let scrapPercent: ExactDecimal
    }
    struct Operation: Codable, Sendable {
        let sequence: Int
        /// Its code.
        let workCentre: String
        let workCentreName: String
        let setupMinutes: ExactDecimal
        let runMinutes: ExactDecimal
    }
    let id: UUID
    let version: Int
    let state: String
    let revision: String?
    let effectiveFrom: BusinessDate?
    /// The first day on which another version is in force.
    let effectiveUntil: BusinessDate?
    let lines: [Line]
    let operations: [Operation]
}

/// A product with its bills.
struct ProductWithBills: Codable, Sendable {
    let id: ProductID
    let product: ProductView
    let boms: [BillView]
}

func productByID(_ input: ProductPath, _ call: Call) async throws -> ProductWithBills {
    ProductWithBills(
        id: input.id, product: try await product(input.id, call.database).seen(by: try call.signedIn()),
        boms: try await bills(of: input.id, call.database))
}

/// The versions of a product's own bill, then those of revisions, the latest first.
private func bills(of product: ProductID, _ database: some PostgresExecutor) async throws -> [BillView] {
    try await database.all(
        """
        select b.bom_id as id, b.version, b.state, r.code as revision, lower(b.effective) as effective_from,
            upper(b.effective) as effective_until,
            coalesce((select jsonb_agg(jsonb_build_object('componentID', l.component_id, 'sku', p.sku, 'name', p.name,
                'nameZh', p.name_zh, 'unit', p.unit, 'quantity', trim_scale(l.quantity)::text,
                'scrapPercent', trim_scale(l.scrap_percent)::text) order by l.line)
                from bom_line l join product p on p.product_id = l.component_id where l.bom_id = b.bom_id), '[]') as lines,
            coalesce((select jsonb_agg(jsonb_build_object('sequence', o.sequence, 'workCentre', w.code,
                'workCentreName', w.name,
                'setupMinutes', trim_scale(o.setup_minutes)::text, 'runMinutes', trim_scale(o.run_minutes)::text)
                order by o.sequence)
                from bom_operation o join work_centre w using (work_centre_id) where o.bom_id = b.bom_id), '[]')
                as operations
        from bom b left join revision r using (revision_id)
        where b.product_id = \(product) order by b.revision_id is not null, b.version desc limit 20
        """)
}

/// Revisions in a state, the latest first.
struct RevisionQuery: Codable, Sendable, PageRequest {
    /// Open is what is not released yet.
    var state: StateShown<RevisionState>?
    var orderID: OrderID?
    /// A part of the code or of the product's SKU.
    var q: String?
    var cursor: String?
    var limit: Int?
}

func revisions(_ input: RevisionQuery, _ call: Call) async throws -> Paged<RevisionView> {
    let before = try input.last(RevisionID.self)
    let wanted = SQL.all(
        input.state?.condition(on: "r.state", open: "r.state = 'draft'"), input.orderID.map { "r.order_id = \($0)" },
        .holds(input.q, "r.code", "p.sku"), before.map { "r.revision_id < \($0)" })
    let rows = try await call.database.all(
        """
        \(revisionColumns) where \(wanted)
        order by r.revision_id desc limit \(input.rowLimit)
        """, as: RevisionView.self)
    return Paged(rows, input) { [$0.id.description] }
}
