import ERPEvents
import Foundation
import Kernel
import PortalDomain
import ServiceRuntime
import Testing

@testable import PortalApp

/// Somebody who says how the shop shows its products.
struct Merchant: Sendable {
    let store: Store
    let token: String

    init(in store: Store, roles: Set<Role> = [.marketing]) async throws {
        self.store = store
        token = try await store.service.token(for: Person(id: UUID(), name: "Mo", kind: .staff, roles: roles))
    }

    /// - Parameter seen: the revision that is edited; whichever it is when nothing is said.
    func send(_ method: String, _ path: String, _ body: String = "{}", seen: String = "*") async -> InProcessAnswer {
        await store.service.ask(
            method, path,
            headers: [
                "Authorization": "Bearer \(token)", "Idempotency-Key": UUID().uuidString, "If-Match": seen,
            ], body: body)
    }

    func get(_ path: String) async -> InProcessAnswer {
        await store.service.ask("GET", path, headers: ["Authorization": "Bearer \(token)"])
    }

    /// Adds a category.
    func category(_ name: String, under parent: CategoryID? = nil, erp word: String? = nil) async throws -> CategoryID {
        let fields = [("name", name), ("nameZh", "中\(name)"), ("parentID", parent?.description), ("erpCategory", word)]
        let members = fields.compactMap { name, value in value.map { #""\#(name)":"\#($0)""# } }
        let answer = await send("POST", "/api/categories", "{\(members.joined(separator: ","))}")
        try #require(answer.status == 201, "\(answer.text)")
        let added: CategoryChanged = try answer.json()
        return added.id
    }

    func place(_ product: ProductID, in category: CategoryID?) async -> InProcessAnswer {
        await send(
            "PUT", "/api/products/\(product)/category", category.map { #"{"categoryID":"\#($0)"}"# } ?? "{}")
    }
}

extension Store {
    /// ERP offers a product in the shop.
    @discardableResult
    func offer(
        _ sku: String, _ name: String = "", price: Int = 100, available: Int = 1, category: String? = nil,
        product: ProductID = ProductID()
    ) async throws -> ProductID {
        try await deliver(
            ProductChanged(
                productID: product, sku: sku, name: name.isEmpty ? sku : name, nameZh: "", unit: .piece,
                listPrice: Money(minor: Int64(price) * 100), taxRate: .zero, category: category, sold: true,
                inShop: true), to: keepProduct)
        try await deliver(
            AvailabilityChanged(productID: product, available: ExactDecimal(available)), to: keepAvailability)
        return product
    }

    /// The SKUs of a page of the list.
    func skus(_ query: String) async throws -> [String] {
        let page: Paged<ShopProduct> = try await service.ask("GET", "/api/products?\(query)").json()
        return page.items.map(\.sku)
    }
}
