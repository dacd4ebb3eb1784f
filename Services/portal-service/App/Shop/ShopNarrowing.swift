import Kernel
import PortalDomain
import ServiceRuntime

/// What stands beside the shop's list: categories, prices, stars, stock, and the order. All of it is links.
struct ShopNarrowing: Codable, Sendable {
    struct Option: Codable, Sendable {
        let optionText: String
        let optionLink: String
        let optionCount: String
        let isChosen: Bool
        /// 1 at the top, for categories.
        let optionLevel: Int
    }
    struct Order: Codable, Sendable {
        let orderText: String
        let orderLink: String
        let isChosenOrder: Bool
    }
    let everythingLink: String
    let isEverything: Bool
    let categories: [Option]
    let byPrice: [Option]
    let byStars: [Option]
    let byStock: Option
    let orders: [Order]
    let priceFrom: String
    let priceTo: String
    let priceFields: [ShopField]
    /// What is chosen, each with a link that takes it back.
    let chosen: [Option]
    let clearLink: String
}

extension ShopNarrowing {
    init(_ search: ProductSearch, _ facets: ProductFacets, _ tree: CategoryTree, _ links: ShopLinks, _ call: Call) {
        everythingLink = links.with { $0.categoryID = nil }
        isEverything = search.categoryID == nil
        categories = Self.categories(search, facets, tree, links, call)
        byPrice = facets.prices.map { price in
            let isChosen = search.priceFrom == price.from && search.priceTo == price.to
            return Option(
                optionText: Self.words(for: PriceBand(from: price.from, to: price.to), call),
                optionLink: links.with {
                    ($0.priceFrom, $0.priceTo) = isChosen ? (nil, nil) : (price.from, price.to)
                },
                optionCount: String(price.products), isChosen: isChosen, optionLevel: 1)
        }.filter { $0.isChosen || $0.optionCount != "0" }
        byStars = facets.stars.map { stars in
            let isChosen = search.starsFrom == stars.from
            return Option(
                optionText: Self.words(forStars: stars.from, call),
                optionLink: links.with { $0.starsFrom = isChosen ? nil : stars.from },
                optionCount: String(stars.products), isChosen: isChosen, optionLevel: 1)
        }.filter { $0.isChosen || $0.optionCount != "0" }
        byStock = Option(
            optionText: call.text("shop_stock_only"),
            optionLink: links.with { $0.inStock = search.inStock == true ? nil : true },
            optionCount: String(facets.inStock), isChosen: search.inStock == true, optionLevel: 1)
        orders = ["-listed", "-sold", "price", "-price", "-stars"].map { word in
            Order(
                orderText: call.text("shop_order_\(word)"), orderLink: links.with { $0.sort = Self.sorting(word) },
                isChosenOrder: search.order.word == word)
        }
        priceFrom = search.priceFrom?.description ?? ""
        priceTo = search.priceTo?.description ?? ""
        priceFields = links.hidden(without: ["priceFrom", "priceTo"])
        chosen = Self.chosen(search, links, call)
        clearLink = search.categoryID.map { "/shop?categoryID=\($0)" } ?? "/shop"
    }

    /// The top, the way to the chosen category, and what stands beside and below it.
    private static func categories(
        _ search: ProductSearch, _ facets: ProductFacets, _ tree: CategoryTree, _ links: ShopLinks, _ call: Call
    ) -> [Option] {
        let counts = Dictionary(uniqueKeysWithValues: facets.categories.map { ($0.id, $0.products) })
        let path = search.categoryID.map { tree.path(to: $0).map(\.id) } ?? []
        let open = Set(path)
        return tree.inOrder.filter { category, _ in category.parent.map(open.contains) ?? true }
            .filter { (counts[$0.category.id] ?? 0) > 0 || open.contains($0.category.id) }
            .map { category, level in
                Option(
                    optionText: category.name.text(call.language),
                    optionLink: links.with { $0.categoryID = category.id },
                    optionCount: String(counts[category.id] ?? 0), isChosen: category.id == search.categoryID,
                    optionLevel: level)
            }
    }

    private static func chosen(_ search: ProductSearch, _ links: ShopLinks, _ call: Call) -> [Option] {
        let price = PriceBand(from: search.priceFrom, to: search.priceTo)
        let all: [(text: String?, link: String)] = [
            (search.q, links.with { $0.q = nil }), (search.category, links.with { $0.category = nil }),
            (
                price == PriceBand(from: nil, to: nil) ? nil : words(for: price, call),
                links.with { ($0.priceFrom, $0.priceTo) = (nil, nil) }
            ),
            (search.inStock == true ? call.text("shop_stock_only") : nil, links.with { $0.inStock = nil }),
            (search.starsFrom.map { words(forStars: $0, call) }, links.with { $0.starsFrom = nil }),
        ]
        return all.compactMap { text, link in
            text.map {
                Option(optionText: $0, optionLink: link, optionCount: "", isChosen: true, optionLevel: 1)
            }
        }
    }

    private static func sorting(_ word: String) -> Sorting<ProductSort>? {
        let field = ProductSort(rawValue: word.hasPrefix("-") ? String(word.dropFirst()) : word)
        return field.map { word.hasPrefix("-") ? .descending($0) : .ascending($0) }
    }

    /// `¥50 – ¥199.99`
    private static func words(for band: PriceBand, _ call: some Calling) -> String {
        switch (band.from, band.to) {
        case (let from?, let to?): "¥\(from) – ¥\(to)"
        case (nil, let to?): call.text("shop_price_up_to").replacing("{}", with: "¥\(to)")
        case (let from?, nil): call.text("shop_price_from").replacing("{}", with: "¥\(from)")
        case (nil, nil): call.text("shop_everything")
        }
    }

    private static func words(forStars stars: Int, _ call: some Calling) -> String {
        call.text("shop_stars_from").replacing("{}", with: String(stars))
    }
}
