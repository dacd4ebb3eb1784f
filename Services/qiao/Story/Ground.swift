import Foundation
import JSONSchema
import Kernel

/// What the company must have before the story begins: products with released bills of materials, work centres, a travel
/// budget. All of it is brought in through the public API, by those whose work it is, and only if it is missing.
struct Ground: Sendable {
    /// The product that Ken buys, made in two levels.
    let bridge: String
    let cup: String
    /// What is bought: its cost per unit.
    let costs: [String: Money]

    static let bridgeSKU = "QB-100"
    static let frameSKU = "QB-110"
    static let cupSKU = "QB-CUP"

    static func prepare(_ cast: Cast) async throws -> Ground {
        let products: [(sku: String, name: String, nameZh: String, kind: String, list: String, floor: String)] = [
            ("QB-100", "Bridge controller", "桥式控制器", "finished", "1000.00", "900.00"),
            ("QB-110", "Controller frame", "控制器机架", "subassembly", "0.00", "0.00"),
            ("QB-201", "Screw M4", "螺钉 M4", "material", "0.00", "0.00"),
            ("QB-202", "Steel plate", "钢板", "material", "0.00", "0.00"),
            ("QB-203", "Chip", "芯片", "material", "0.00", "0.00"),
            ("QB-CUP", "Bridge cup", "桥牌水杯", "finished", "39.00", "30.00"),
        ]
        for product in products { try await create(product, cast.engineer) }
        let ids = try await identifiers(cast.engineer)
        func id(_ sku: String) throws -> String {
            guard let id = ids[sku] else { throw Unexpected("product \(sku) is not there") }
            return id
        }
        let centres = try await workCentres(cast.engineer)
        try await bill(
            of: id("QB-110"), [(id("QB-202"), "2"), (id("QB-203"), "1")], centre: centres["CUT"], run: "6",
            cast.engineer)
        try await bill(
            of: id("QB-100"), [(id("QB-110"), "1"), (id("QB-201"), "4")], centre: centres["ASM"], run: "12",
            cast.engineer)
        try await createOnce(cast.anna, "/erp/api/budgets", ["code": "TRAVEL", "name": "Travel"])
        try await ShopGround.prepare(cast)
        try await ShopPictures.prepare(try await identifiers(cast.engineer), cast.ben)
        return Ground(
            bridge: try id("QB-100"), cup: try id("QB-CUP"),
            costs: [
                try id("QB-201"): Money(minor: 50), try id("QB-202"): Money(minor: 12_00),
                try id("QB-203"): Money(minor: 85_00), try id("QB-CUP"): Money(minor: 14_50),
            ])
    }

    private static func create(
        _ product: (sku: String, name: String, nameZh: String, kind: String, list: String, floor: String),
        _ engineer: Person
    ) async throws {
        try await createOnce(
            engineer, "/erp/api/products",
            [
                "sku": .string(product.sku), "name": .string(product.name), "nameZh": .string(product.nameZh),
                "kind": .string(product.kind), "unit": "pcs", "listPrice": ["amount": .string(product.list)],
                "floorPrice": ["amount": .string(product.floor)], "taxRate": "0.13", "leadTimeDays": 2,
                "sold": .bool(product.kind == "finished"), "inShop": .bool(product.sku == cupSKU),
                "category": product.sku == cupSKU ? "Cups" : "Controllers",
            ])
    }

    private static func identifiers(_ person: Person) async throws -> [String: String] {
        var found: [String: String] = [:]
        var cursor: String?
        repeat {
            let page = try await person.get("/erp/api/products?limit=100" + (cursor.map { "&cursor=\($0)" } ?? ""))
            for product in try page.list("items") { found[try product.string("sku")] = try product.string("id") }
            cursor = page["next"]?.text
        } while cursor != nil
        return found
    }

    private static func workCentres(_ engineer: Person) async throws -> [String: String] {
        for (code, name) in [("CUT", "Cutting"), ("ASM", "Assembly")] {
            try await createOnce(
                engineer, "/erp/api/work-centres",
                [
                    "code": .string(code), "name": .string(name), "minutesPerDay": 1440,
                    "labourRate": ["amount": "60.00"], "machineRate": ["amount": "30.00"],
                    "overheadRate": ["amount": "12.00"],
                ])
        }
        var found: [String: String] = [:]
        for centre in try await engineer.get("/erp/api/work-centres").list() {
            found[try centre.string("code")] = try centre.string("id")
        }
        return found
    }

    /// Drafts and releases the product's bill unless it has a released one.
    private static func bill(
        of product: String, _ lines: [(id: String, quantity: String)], centre: String?, run: String, _ engineer: Person
    ) async throws {
        let current = try await engineer.get("/erp/api/products/\(product)")
        let released = try current.list("boms").contains { $0["state"]?.text == "released" }
        guard !released, let centre else { return }
        let drafted = try await engineer.post(
            "/erp/api/products/\(product)/boms",
            [
                "lines": .array(lines.map { ["componentID": .string($0.id), "quantity": .string($0.quantity)] }),
                "operations": [["workCentreID": .string(centre), "setupMinutes": "0", "runMinutes": .string(run)]],
            ])
        try await engineer.post("/erp/api/boms/\(try drafted.string("id"))/release")
    }

    /// The storekeeper receives goods at their usual cost.
    func receive(_ lines: [(product: String, quantity: ExactDecimal)], by storekeeper: Person) async throws {
        let goods = try lines.map { line -> JSONValue in
            guard let cost = costs[line.product] else { throw Unexpected("nobody sells \(line.product) to us") }
            return [
                "productID": .string(line.product), "quantity": .string(line.quantity.description),
                "unitCost": .money(cost),
            ]
        }
        try await storekeeper.post(
            "/erp/api/goods-receipts", ["supplier": "Hardware Wholesale", "lines": .array(goods)])
    }
}
