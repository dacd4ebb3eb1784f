import Kernel
import PortalDomain
import ServiceRuntime

/// What a price is made of, as a product's page tells it.
struct PriceView: Codable, Sendable {
    struct Line: Codable, Sendable {
        let priceText: String
        /// For whom it is, or when; nil for the list price.
        let condition: String?
        let net: String
        /// Whether it is what this person pays today.
        let applies: Bool
    }
    let lines: [Line]
    let tax: String
    let taxPercent: String

    init(_ product: ShopProduct, _ prices: ShopPrices, _ level: ShopperLevel, _ call: some Calling) {
        let applying = prices.applying(to: level, on: .today)
        let all: [(ShopPrices.Kind, Money?)] = [
            (.list, prices.list), (.member, prices.member), (.vip, prices.vip), (.special, prices.special),
        ]
        lines = all.compactMap { kind, price in
            price.map {
                Line(
                    priceText: call.text("price_\(kind.rawValue)"), condition: Self.condition(kind, prices, call),
                    net: call.format($0), applies: kind == applying.kind)
            }
        }
        let net = applying.price
        tax = call.format(net * product.taxRate)
        taxPercent = call.format(product.taxRate * ExactDecimal(100))
    }

    private static func condition(_ kind: ShopPrices.Kind, _ prices: ShopPrices, _ call: some Calling) -> String? {
        switch kind {
        case .list: nil
        case .member: call.text("price_for_members")
        case .vip: call.text("price_for_vips").replacing("{}", with: String(ShopperLevel.pointsOfVIPs))
        case .special: prices.days.map { "\(call.format($0.from)) – \(call.format($0.to))" }
        }
    }
}
