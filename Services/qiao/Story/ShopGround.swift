import Foundation
import JSONSchema

/// What stands in the shop besides the cup, and where: a small tree of categories, tended by the sales manager.
enum ShopGround {
    private struct Category {
        let name: String
        let nameZh: String
        let erpCategory: String?
        var below: [Category] = []
    }

    private static let tree = [
        Category(
            name: "Gifts", nameZh: "礼品", erpCategory: "Gifts",
            below: [
                Category(name: "Cups", nameZh: "杯子", erpCategory: "Cups"),
                Category(name: "Writing", nameZh: "文具", erpCategory: "Writing"),
            ]),
        Category(
            name: "Workshop", nameZh: "车间用品", erpCategory: nil,
            below: [
                Category(name: "Hand tools", nameZh: "手动工具", erpCategory: "Hand tools"),
                Category(name: "Measuring", nameZh: "量具", erpCategory: "Measuring"),
            ]),
    ]

    private static let products: [(sku: String, name: String, nameZh: String, price: String, category: String)] = [
        ("QB-MUG", "Enamel mug", "搪瓷杯", "59.00", "Cups"), ("QB-PEN", "Brass pen", "黄铜笔", "128.00", "Writing"),
        ("QB-NOTE", "Notebook of grid paper", "方格笔记本", "32.00", "Writing"),
        ("QB-BAG", "Canvas bag", "帆布袋", "45.00", "Gifts"),
        ("QB-DRIVER", "Screwdriver set", "螺丝刀套装", "268.00", "Hand tools"),
        ("QB-CALIPER", "Digital caliper", "数显卡尺", "420.00", "Measuring"),
        ("QB-LEVEL", "Machinist's level", "精密水平仪", "1280.00", "Measuring"),
    ]

    static func prepare(_ cast: Cast) async throws {
        for category in tree { try await add(category, under: nil, cast.ben) }
        for product in products { try await offer(product, cast) }
    }

    private static func add(_ category: Category, under parent: String?, _ manager: Person) async throws {
        var body: [String: JSONValue] = ["name": .string(category.name), "nameZh": .string(category.nameZh)]
        body["erpCategory"] = category.erpCategory.map { .string($0) }
        body["parentID"] = parent.map { .string($0) }
        try await createOnce(manager, "/api/categories", .object(body))
        guard !category.below.isEmpty else { return }
        let known = try await manager.get("/api/categories").list("items")
        let id = try known.first { $0["name"]?.text == category.name }?.string("id")
        for child in category.below { try await add(child, under: id, manager) }
    }

    private static func offer(
        _ product: (sku: String, name: String, nameZh: String, price: String, category: String), _ cast: Cast
    ) async throws {
        do {
            let created = try await cast.engineer.post(
                "/erp/api/products",
                [
                    "sku": .string(product.sku), "name": .string(product.name), "nameZh": .string(product.nameZh),
                    "kind": "finished", "unit": "pcs", "listPrice": ["amount": .string(product.price)],
                    "floorPrice": ["amount": .string(product.price)], "taxRate": "0.13", "leadTimeDays": 2,
                    "sold": true, "inShop": true, "category": .string(product.category),
                ])
            try await cast.storekeeper.post(
                "/erp/api/goods-receipts",
                [
                    "supplier": "Hardware Wholesale",
                    "lines": [
                        [
                            "productID": .string(try created.string("id")), "quantity": "40",
                            "unitCost": ["amount": "20.00"],
                        ]
                    ],
                ])
        } catch let refused as Refused where refused.status == 409 {}
    }
}
