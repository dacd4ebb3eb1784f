import ERPEvents
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What a product is to production.
enum ProductKind: String, Codable, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case finished, subassembly, material
}

/// A new product.
struct CreateProduct: Codable, Sendable {
    var sku: String
    var name: String
    var nameZh: String
    var description: String?
    var kind: String
    var unit: String
    var listPrice: Money
    var floorPrice: Money
    /// A fraction: 0.13 for thirteen per cent.
    var taxRate: ExactDecimal
    /// Working days to buy it, or to make it where no routing says.
    var leadTimeDays: Int
    var lotMinimum: ExactDecimal?
    var lotMultiple: ExactDecimal?
    var sold: Bool?
    var inShop: Bool?
    var category: String?
}

/// The id of what was made.
struct ProductCreated: Codable, Sendable {
    let id: ProductID
}

func createProduct(_ input: CreateProduct, _ call: CommandCall) async throws -> ProductCreated {
    let kind = try checked(input)
    let id = ProductID()
    let (sold, inShop) = (input.sold ?? false, input.inShop ?? false)
    let made = try await call.tx.execute(
        """
        insert into product (product_id, sku, name, name_zh, description, kind, unit, list_price, floor_price,
            tax_rate, lead_time_days, lot_minimum, lot_multiple, sold, in_shop, category)
        values (\(id), \(input.sku), \(input.name), \(input.nameZh), \(input.description), \(kind), \(input.unit),
            \(input.listPrice), \(input.floorPrice), \(input.taxRate), \(input.leadTimeDays),
            \(input.lotMinimum ?? .zero), \(input.lotMultiple ?? .zero), \(sold), \(inShop), \(input.category))
        on conflict (sku) do nothing
        """)
    guard made == 1 else { throw Problem.conflict("there is a product \(input.sku) already") }
    call.tx.write("insert into stock (product_id) values (\(id))")
    announce(input, id, call.tx)
    return ProductCreated(id: id)
}

/// - Returns: the product's kind.
/// - Throws: `Problem` naming every field that is wrong.
private func checked(_ input: CreateProduct) throws -> ProductKind {
    let kind = ProductKind(rawValue: input.kind)
    let rules: [(broken: Bool, field: String, message: Phrase)] = [
        (kind == nil, "kind", "must be finished, subassembly or material"),
        (input.sku.isEmpty, "sku", "must not be empty"),
        (input.listPrice.isNegative, "listPrice", "must not be negative"),
        (input.floorPrice.isNegative, "floorPrice", "must not be negative"),
        (input.listPrice < input.floorPrice, "floorPrice", "must not be above the list price"),
        (input.taxRate < .zero || input.taxRate >= .one, "taxRate", "must be a fraction such as 0.13"),
        (input.leadTimeDays < 0, "leadTimeDays", "must not be negative"),
        (input.lotMinimum ?? .zero < .zero, "lotMinimum", "must not be negative"),
        (input.lotMultiple ?? .zero < .zero, "lotMultiple", "must not be negative"),
        ((input.inShop ?? false) && !(input.sold ?? false), "inShop", "what is in the shop must be sold"),
    ]
    let faults = rules.filter(\.broken).map { FieldProblem(field: $0.field, message: $0.message) }
    guard faults.isEmpty, let kind else { throw Problem.invalid(faults) }
    return kind
}

private func announce(_ input: CreateProduct, _ id: ProductID, _ tx: EventTransaction) {
    tx.emit(
        ProductChanged(
            productID: id, sku: input.sku, name: input.name, nameZh: input.nameZh, description: input.description,
            unit: UnitOfMeasure(rawValue: input.unit), listPrice: input.listPrice, taxRate: input.taxRate,
            category: input.category, sold: input.sold ?? false, inShop: input.inShop ?? false))
    tx.emit(PriceFloorChanged(productID: id, floorPrice: input.floorPrice))
    if input.inShop ?? false { tx.emit(AvailabilityChanged(productID: id, available: .zero)) }
}
