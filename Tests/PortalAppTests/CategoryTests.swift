import Kernel
import PortalDomain
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct CategoryTests {
    @Test func productsComeToTheCategoryThatNamesTheirWord() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let cup = try await store.offer("CUP", category: "Gifts")
            let gifts = try await merchant.category("Gifts")
            let cups = try await merchant.category("Cups", under: gifts, erp: "Gifts")
            // What was there before, and what comes afterwards.
            let bowl = try await store.offer("BOWL", category: "Gifts")
            #expect(try await Set(store.skus("categoryID=\(gifts)")) == ["CUP", "BOWL"])
            // A person's word counts more, also when ERP speaks again.
            #expect(await merchant.place(bowl, in: gifts).status == 200)
            try await store.offer("BOWL", category: "Gifts", product: bowl)
            #expect(try await store.skus("categoryID=\(cups)") == ["CUP"])
            #expect(await merchant.place(bowl, in: nil).status == 200)
            #expect(try await Set(store.skus("categoryID=\(cups)")) == ["CUP", "BOWL"])
            // When ERP calls it something else it goes.
            try await store.offer("CUP", category: "Other", product: cup)
            #expect(try await store.skus("categoryID=\(cups)") == ["BOWL"])
            #expect(try await store.skus("unplaced=true&q=CUP") == ["CUP"])
        }
    }

    @Test func theTreeIsChangedAndKeepsItsOrder() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let gifts = try await merchant.category("Gifts")
            let cups = try await merchant.category("Cups", under: gifts)
            let pens = try await merchant.category("Pens", under: gifts)
            #expect(
                await merchant.send("POST", "/api/categories/\(pens)/move", #"{"parentID":"\#(gifts)","place":0}"#)
                    .status == 200)
            let names = { () async throws -> [String] in
                let listed: ShopCategories = try await merchant.get("/api/categories").json()
                return listed.items.map { "\($0.level) \($0.name)" }
            }
            #expect(try await names() == ["1 Gifts", "2 Pens", "2 Cups"])
            let below = await merchant.send("POST", "/api/categories/\(gifts)/move", #"{"parentID":"\#(cups)"}"#)
            #expect(below.status == 422 && below.text.contains("parentID"))
            #expect(await merchant.send("DELETE", "/api/categories/\(gifts)").status == 409)
            #expect(await merchant.place(store.tea, in: pens).status == 200)
            #expect(await merchant.send("DELETE", "/api/categories/\(pens)").status == 200)
            #expect(try await store.skus("categoryID=\(gifts)") == ["TEA-100"])
            let renamed = #"{"name":"Tea things","nameZh":"茶具","erpCategory":"T"}"#
            #expect(await merchant.send("PUT", "/api/categories/\(cups)", renamed).status == 200)
            #expect(try await names() == ["1 Gifts", "2 Tea things"])
            let taken = await merchant.send("POST", "/api/categories", #"{"name":"Gifts","nameZh":"礼"}"#)
            #expect(taken.status == 409)
        }
    }

    /// Two who change the tree at once do it one after the other: none is lost, no place is had twice.
    @Test func manyChangeItAtOnce() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let top = try await merchant.category("Top")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask { _ = try await merchant.category("C\(number)", under: number % 2 == 0 ? top : nil) }
                }
                try await group.waitForAll()
            }
            let listed: ShopCategories = try await merchant.get("/api/categories").json()
            #expect(listed.items.count == 13)
            #expect(listed.items.filter { $0.parentID == top }.count == 6)
        }
    }
}
