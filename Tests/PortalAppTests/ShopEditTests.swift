import Foundation
import Kernel
import PortalDomain
import ServiceRuntime
import Testing

@testable import PortalApp

/// Two people who tend the shop do not overwrite each other's changes.
@Suite struct ShopEditTests {
    @Test func aCategoryThatChangedMeanwhileIsNotOverwritten() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let cups = try await merchant.category("Cups")
            let seen = try await revision(of: cups, merchant)
            #expect(await merchant.send("PUT", "/api/categories/\(cups)", names("Mugs"), seen: seen).status == 200)
            #expect(await merchant.send("PUT", "/api/categories/\(cups)", names("Bowls"), seen: seen).status == 412)
            let now = try await revision(of: cups, merchant)
            #expect(await merchant.send("PUT", "/api/categories/\(cups)", names("Bowls"), seen: now).status == 200)
        }
    }

    @Test func pricesThatChangedMeanwhileAreNotOverwritten() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let path = "/api/products/\(store.pot)/prices"
            func tag() async -> String { await merchant.get(path).header("ETag") ?? "" }
            let none = await tag()
            #expect(await merchant.send("PUT", path, #"{"member":"2.50"}"#, seen: none).status == 200)
            #expect(await merchant.send("PUT", path, #"{"member":"2.40"}"#, seen: none).status == 412)
            #expect(await merchant.get(path).text.contains(#""member":"2.5""#))
            #expect(await merchant.send("PUT", path, #"{"member":"2.40"}"#, seen: await tag()).status == 200)
        }
    }

    @Test func thePageOfThePicturesSaysWhichRevisionItShows() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            #expect(await merchant.picture(of: store.pot, Sample.picture, alt: "one").status == 201)
            let listed: ProductPictures = try await merchant.get("/api/products/\(store.pot)/pictures").json()
            let picture = try #require(listed.items.first)
            let seen = "\"\(picture.etag ?? "")\""
            let words = #"{"alt":"front","altZh":"正面"}"#
            #expect(await merchant.send("PUT", "/api/pictures/\(picture.id)", words, seen: seen).status == 200)
            #expect(await merchant.send("PUT", "/api/pictures/\(picture.id)", words, seen: seen).status == 412)
        }
    }

    private func names(_ name: String) -> String { #"{"name":"\#(name)","nameZh":"杯"}"# }

    private func revision(of category: CategoryID, _ merchant: Merchant) async throws -> String {
        let listed: ShopCategories = try await merchant.get("/api/categories").json()
        return "\"\(listed.items.first { $0.id == category }?.etag ?? "")\""
    }
}
