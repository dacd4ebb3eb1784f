import Kernel

/// What a task or a request is about, as facts: each reader is told it in their own language. Whatever is unknown is nil.
public struct Matter: Codable, Sendable, Hashable {
    /// Who asks; nil of what nobody asked for.
    public var asker: StaffID?
    /// The customer, by id and name; of a trip the name of whom it visits.
    public var customerID: CustomerID?
    public var party: String?
    /// The first and the last day.
    public var from: BusinessDate?
    public var to: BusinessDate?
    public var amount: Money?
    /// Why, in the words of the person who asks.
    public var reason: String?
    /// The products of an offer that are below their floor price.
    public var belowFloor: [BelowFloor]?

    public init(
        asker: StaffID? = nil, customerID: CustomerID? = nil, party: String? = nil, from: BusinessDate? = nil,
        to: BusinessDate? = nil, amount: Money? = nil, reason: String? = nil, belowFloor: [BelowFloor]? = nil
    ) {
        (self.asker, self.customerID, self.party) = (asker, customerID, party)
        (self.from, self.to, self.amount) = (from, to, amount)
        (self.reason, self.belowFloor) = (reason, belowFloor)
    }

    /// A product that is offered below its floor price. The floor itself stays with those who may see it.
    public struct BelowFloor: Codable, Sendable, Hashable {
        public var sku: String
        public var name: String
        public var nameZh: String?
        /// Per unit, before VAT: what is offered, and what it usually costs.
        public var unitPrice: Money
        public var listPrice: Money

        public init(sku: String, name: String, nameZh: String? = nil, unitPrice: Money, listPrice: Money) {
            (self.sku, self.name, self.nameZh) = (sku, name, nameZh)
            (self.unitPrice, self.listPrice) = (unitPrice, listPrice)
        }
    }
}
