import Foundation
import JSONSchema
import Kernel

/// The story of the seed, S1 to S12: Joe visits Ken, Ken buys, the company makes, is paid, ships, and knows what it earned.
struct SalesStory: Sendable {
    let cast: Cast
    let ground: Ground
    let journal: Journal
    private let customer: Customer
    private let quantity = Int.random(in: 4...20)

    /// Different people and dates each time.
    private struct Customer: Sendable {
        let name: String
        let company: String
        let from: BusinessDate
        let to: BusinessDate
        let budget: Money
        let spent: Money
    }

    init(cast: Cast, ground: Ground, journal: Journal) {
        self.cast = cast
        self.ground = ground
        self.journal = journal
        let mark = UUID().uuidString.prefix(6)
        let from = BusinessDate.today.adding(days: Int.random(in: 1...6000))
        let budget = Money(minor: Int64.random(in: 800...2500) * 100)
        customer = Customer(
            name: "Ken \(mark)", company: "Ken \(mark) Trading", from: from,
            to: from.adding(days: Int.random(in: 0...3)),
            budget: budget, spent: budget - Money(minor: Int64.random(in: 1...50_000)))
    }

    func play() async throws {
        let trip = try await fileTrip()
        try await approveTrip(trip)
        try await seeMoneyReserved(trip)
        try await seeAttendance()
        let lead = try await captureLead(trip)
        try await seeTripOnTimeline(trip, lead)
        let order = try await sell(lead)
        try await seeOrderInERP(order)
        try await releaseConfiguration(order)
        try await produce(order)
        let total = try await receivePayment(order)
        try await ship(order)
        try await seeWhatKenEarned(order, lead, total)
    }

    // MARK: S1–S4, the trip

    private func fileTrip() async throws -> String {
        try await journal.step("S1", "Joe files a trip to visit \(customer.name)") {
            try await cast.anna.post("/erp/api/budgets/TRAVEL/allotments", ["amount": .money(customer.budget)])
            return try await cast.joe.post(
                "/oa/api/trips",
                [
                    "purpose": "Visit a new customer", "visitName": .string(customer.name),
                    "visitCompany": .string(customer.company), "from": .string(customer.from.description),
                    "to": .string(customer.to.description), "budget": .money(customer.budget),
                ]
            ).string("id")
        }
    }

    private func approveTrip(_ trip: String) async throws {
        try await journal.step("S2", "Ben approves it") { try await approve(trip) }
    }

    /// Ben finds the task in his inbox and agrees.
    private func approve(_ subject: String) async throws {
        let task = try await eventually("a task for Ben") { () -> String? in
            let tasks = try await cast.ben.get("/oa/api/approvals?subjectID=\(subject)&limit=100").list()
            return try tasks.first { $0["subjectID"]?.text == subject }?.string("taskID")
        }
        try await cast.ben.post("/oa/api/approval-tasks/\(task)/approve", ["comment": "Good luck"])
    }

    private func seeMoneyReserved(_ trip: String) async throws {
        try await journal.step("S3", "Anna sees \(customer.budget) reserved for it") {
            let funded = try await eventually("the money is reserved") { () -> JSONValue? in
                let trip = try await cast.joe.get("/oa/api/trips/\(trip)")
                let state = trip["state"]?.text
                if state == "undone" { throw Unexpected("the trip was undone: \(trip)") }
                return state == "funded" ? trip : nil
            }
            try expect("the money reserved", try funded.money("reserved"), is: customer.budget)
            let budget = try await cast.anna.get("/erp/api/budgets/TRAVEL")
            guard
                try budget.money("reserved") + budget.money("consumed") + budget.money("available")
                    == budget.money("allotted")
            else { throw Unexpected("the travel budget does not add up: \(budget)") }
        }
    }

    private func seeAttendance() async throws {
        try await journal.step("S4", "Fanny sees Joe's days marked") {
            let days = try await cast.fanny.get(
                "/oa/api/attendance?staffID=\(cast.joe.id)&from=\(customer.from)&to=\(customer.to)"
            ).list("days")
            let expected = customer.from.days(through: customer.to).map(\.description)
            let marked = days.filter { $0["status"]?.text == "on_trip" }.compactMap { $0["day"]?.text }
            try expect("the days on a trip", Set(marked).isSuperset(of: expected), is: true)
        }
    }

    // MARK: S5–S8, the sale

    private func captureLead(_ trip: String) async throws -> String {
        try await journal.step("S5", "Joe turns the card into a lead") {
            let lead = try await cast.joe.post(
                "/crm/api/leads",
                [
                    "name": .string(customer.name), "company": .string(customer.company), "title": "Purchasing manager",
                    "email": .string("ken-\(UUID().uuidString.prefix(8).lowercased())@example.com"), "source": "card",
                    "tripID": .string(trip),
                ]
            ).string("id")
            try await cast.joe.post(
                "/crm/api/leads/\(lead)/state", ["state": "contacted", "note": "We met on the trip"])
            return lead
        }
    }

    private func seeTripOnTimeline(_ trip: String, _ lead: String) async throws {
        try await journal.step("S6", "trip, approval and outcome are on Ken's timeline") {
            try await cast.joe.post(
                "/oa/api/trips/\(trip)/complete", ["outcome": "Ken wants an offer", "spent": .money(customer.spent)])
            _ = try await eventually("the trip on the timeline") { () -> Bool? in
                let timeline = try await cast.joe.get("/crm/api/leads/\(lead)").list("timeline")
                let kinds = Set(timeline.filter { $0["subjectID"]?.text == trip }.compactMap { $0["kind"]?.text })
                return kinds.contains { $0.contains("approved") } && kinds.contains { $0.contains("completed") }
                    ? true : nil
            }
            let linked = try await eventually("the trip knows its lead") {
                try await cast.joe.get("/oa/api/trips/\(trip)")["leadID"]?.text
            }
            try expect("the trip's lead", linked, is: lead)
        }
    }

    private var offeredPrice: Money { Money(minor: 880_00) }

    private func sell(_ lead: String) async throws -> String {
        let quote = try await journal.step("S7", "two versions, a counter-offer, and a discount that Ben approves") {
            let converted = try await cast.joe.post("/crm/api/leads/\(lead)/convert")
            let quote = try await cast.joe.post(
                "/crm/api/opportunities/\(try converted.string("opportunityID"))/quotes",
                offer(at: Money(minor: 1000_00)))
            let id = try quote.string("id")
            try await cast.joe.post("/crm/api/quotes/\(id)/submit", ["version": 1])
            try await cast.joe.post(
                "/crm/api/quotes/\(id)/counter-offers",
                [
                    "version": 1, "text": "Too dear; 850 each and we have a deal",
                    "offer": .money(Money(minor: 850_00) * ExactDecimal(quantity)),
                ])
            try await cast.joe.post("/crm/api/quotes/\(id)/versions", offer(at: offeredPrice))
            let submitted = try await cast.joe.post("/crm/api/quotes/\(id)/submit", ["version": 2])
            try expect("the state of a quote below the floor price", try submitted.string("state"), is: "in_approval")
            try await approve(id)
            return id
        }
        return try await journal.step("S8", "Ken accepts; the order is there, nothing typed twice") {
            _ = try await eventually("version 2 is sent") { () -> Bool? in
                let versions = try await cast.joe.get("/crm/api/quotes/\(quote)").list("versions")
                return versions.contains { $0["version"] == 2 && $0["state"]?.text == "sent" } ? true : nil
            }
            return try await cast.joe.post("/crm/api/quotes/\(quote)/accept", ["version": 2]).string("orderID")
        }
    }

    private func offer(at price: Money) -> JSONValue {
        [
            "validUntil": .string(BusinessDate.today.adding(days: 30).description),
            "lines": [
                [
                    "productID": .string(ground.bridge), "quantity": .string(String(quantity)),
                    "unitPrice": .money(price),
                    "options": ["colour": "red", "packaging": "wooden crate"],
                ]
            ],
        ]
    }

    private var net: Money { offeredPrice * ExactDecimal(quantity) }
    private var total: Money { net + net * ExactDecimal(millionths: 130_000) }

    private func seeOrderInERP(_ order: String) async throws {
        try await journal.step("S8b", "the order is in ERP by itself") {
            _ = try await eventually("the order in ERP") { () -> Bool? in
                guard let found = try await optional({ try await cast.planner.get("/erp/api/sales-orders/\(order)") })
                else {
                    return nil
                }
                if found["state"]?.text == "rejected" { throw Unexpected("ERP refused the order: \(found)") }
                return found["state"]?.text == "accepted" ? true : nil
            }
        }
    }

    private func releaseConfiguration(_ order: String) async throws {
        try await journal.step("S8a", "engineering releases what Ken was promised") {
            let revision = try await eventually("a draft revision") { () -> String? in
                try await cast.engineer.get("/erp/api/revisions?state=draft&orderID=\(order)").list().first?.string(
                    "id")
            }
            _ = try await cast.engineer.post("/erp/api/revisions/\(revision)/release")
        }
    }

    // MARK: S9–S12, making, money, goods

    private func produce(_ order: String) async throws {
        try await journal.step("S9", "planned through two levels, made on machines with capacity") {
            try await plan(order)
            let workOrders = try await cast.planner.get("/erp/api/work-orders?orderID=\(order)&limit=100").list()
            let frames = workOrders.filter { $0["sku"]?.text == Ground.frameSKU }
            let bridges = workOrders.filter { $0["sku"]?.text == Ground.bridgeSKU }
            try expect("the number of bridge work orders", bridges.count, is: 1)
            for workOrder in frames + bridges {
                let minutes = workOrder["sku"]?.text == Ground.frameSKU ? 6 : 12
                try await make(workOrder, minutesPerPiece: minutes)
            }
        }
    }

    /// Plans until nothing is short: what is short is bought.
    private func plan(_ order: String) async throws {
        for _ in 0..<20 {
            let plan = try await cast.planner.post("/erp/api/sales-orders/\(order)/plan")
            let shortages = try plan.list("shortages")
            guard !shortages.isEmpty else { return }
            try await ground.receive(
                shortages.map { (try $0.string("productID"), try $0.decimal("quantity")) }, by: cast.storekeeper)
        }
        throw Unexpected("the plan of \(order) is still short after twenty deliveries")
    }

    private func make(_ workOrder: JSONValue, minutesPerPiece: Int) async throws {
        let id = try workOrder.string("id")
        let pieces = try workOrder.decimal("quantity")
        try await cast.planner.post("/erp/api/work-orders/\(id)/start")
        let minutes = (pieces * ExactDecimal(minutesPerPiece)).description
        let operations = try workOrder.list("operations").map { operation -> JSONValue in
            ["sequence": operation["sequence"] ?? .null, "minutes": .string(minutes)]
        }
        try await cast.planner.post(
            "/erp/api/work-orders/\(id)/complete",
            ["good": .string(pieces.description), "scrap": "0", "operations": .array(operations)])
    }

    private func receivePayment(_ order: String) async throws -> Money {
        try await journal.step("S10", "Anna records the money received") {
            let paid = try await cast.anna.post(
                "/erp/api/payments",
                [
                    "orderID": .string(order), "amount": .money(total), "method": "bank",
                    "reference": .string("TT-\(UUID().uuidString.prefix(8))"),
                ])
            try expect("what is still outstanding", try paid.money("outstanding"), is: Money.zero)
            return total
        }
    }

    private func ship(_ order: String) async throws {
        try await journal.step("S11", "goods leave, the invoice is made, the cost is known") {
            let shipped = try await cast.storekeeper.post("/erp/api/sales-orders/\(order)/ship")
            try expect("the invoice total", try shipped.money("total"), is: total)
            // The storekeeper need not know it.
            let seen = try await cast.anna.get("/erp/api/sales-orders/\(order)")
            guard shipped["cost"] == nil, let settled = seen["cost"] else {
                throw Unexpected("no cost, or too much of it")
            }
            try expect("the actual cost", try settled.money("total"), is: cost)
        }
    }

    /// Material 111.00 a piece; labour, machine and overhead at 1.70 a minute for 18 minutes.
    private var cost: Money { Money(minor: 141_60) * ExactDecimal(quantity) }

    private func seeWhatKenEarned(_ order: String, _ lead: String, _ total: Money) async throws {
        try await journal.step("S12", "CRM shows what Ken earned the company: \(net - cost)") {
            let customerID = try await eventually("the lead's customer") {
                try await cast.joe.get("/crm/api/leads/\(lead)")["customerID"]?.text
            }
            let earned = try await eventually("the contribution") { () -> JSONValue? in
                let found = try await cast.ben.get("/crm/api/customers/\(customerID)/contribution")
                return try found.list("orders").isEmpty ? nil : found
            }
            try expect("Ken's revenue", try earned.money("revenue"), is: net)
            try expect("Ken's contribution", try earned.money("contribution"), is: net - cost)
            let shown = try await eventually("the order's state in CRM") { () -> JSONValue? in
                let found = try await cast.joe.get("/crm/api/orders/\(order)")
                return found["state"]?.text == "invoiced" ? found : nil
            }
            try expect("the paid amount in CRM", try shown.money("paid"), is: total)
            try await seeOneChain(order, try shown.string("chain"))
        }
    }

    /// From the order's id the portal shows every event of the chain, from all services.
    private func seeOneChain(_ order: String, _ chain: String) async throws {
        _ = try await eventually("the whole chain in the portal") { () -> Bool? in
            guard let found = try await optional({ try await cast.ben.get("/api/chains/\(order)") }) else { return nil }
            try expect("the chain", try found.string("chain"), is: chain)
            let types = Set(try found.list("events").compactMap { $0["type"]?.text })
            let needed: Set = [
                "oa.trip.filed", "oa.trip.approved", "erp.trip-funds.reserved", "crm.lead.captured",
                "crm.quote.accepted",
                "crm.order.confirmed", "erp.sales-order.accepted", "erp.work-order.completed", "erp.payment.received",
                "erp.sales-order.shipped", "erp.sales-order.invoiced",
            ]
            return needed.isSubset(of: types) ? true : nil
        }
        journal.tell("the chain: \(cast.gateway.settings.url)/chains/\(chain)")
    }

    /// Nil while the thing is not there yet.
    private func optional(_ body: () async throws -> JSONValue) async throws -> JSONValue? {
        do { return try await body() } catch let refused as Refused where refused.status == 404 { return nil }
    }
}
