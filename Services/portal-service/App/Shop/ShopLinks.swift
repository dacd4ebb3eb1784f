import Kernel
import ServiceRuntime

/// Links to the shop's list with something else chosen.
struct ShopLinks: Sendable {
    private let search: ProductSearch

    init(_ search: ProductSearch) { self.search = search }

    /// The same list with a change, from its first page.
    func with(_ change: (inout ProductSearch) -> Void) -> String {
        var search = search
        search.cursor = nil
        change(&search)
        let parameters = Self.parameters(of: search)
        guard !parameters.isEmpty else { return "/shop" }
        return "/shop?" + parameters.map { "\($0.name)=\(urlEncoded($0.value))" }.joined(separator: "&")
    }

    /// What a form sends along so that it changes nothing but its own fields.
    func hidden(without names: Set<String>) -> [ShopField] {
        Self.parameters(of: search).filter { !names.contains($0.name) && $0.name != "cursor" }
            .map { ShopField(fieldName: $0.name, fieldValue: $0.value) }
    }

    private static func parameters(of search: ProductSearch) -> [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("categoryID", search.categoryID?.description), ("category", search.category), ("q", search.q),
            ("priceFrom", search.priceFrom?.description), ("priceTo", search.priceTo?.description),
            ("inStock", search.inStock == true ? "true" : nil), ("starsFrom", search.starsFrom.map(String.init)),
            ("sort", search.sort?.word), ("cursor", search.cursor),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}

/// A hidden field of a form.
struct ShopField: Codable, Sendable {
    let fieldName: String
    let fieldValue: String
}
