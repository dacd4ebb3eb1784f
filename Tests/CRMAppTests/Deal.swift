import ERPEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import OAEvents
import ServiceRuntime
import Testing

@testable import CRMApp

/// A deal on its way, told in the steps of the story.
struct Deal: Sendable {
    let office: FrontOffice
    let product = ProductID()
    let trip = TripID()
    let tripChain = UUID.timeOrdered()

    /// ERP's product and its floor are known: list price 100, floor 90, VAT 13 %.
    func offerProduct() async throws {
        try await office.deliver(
            ProductChanged(
                productID: product, sku: "BIKE-1", name: "Bike", nameZh: "自行车", unit: .piece,
                listPrice: Money(minor: 100_00), taxRate: try #require(ExactDecimal("0.13")), sold: true, inShop: true),
            productChanged)
        try await office.deliver(
            PriceFloorChanged(productID: product, floorPrice: Money(minor: 90_00)), priceFloorChanged)
    }

    /// Joe's trip to Ken is filed.
    func fileTrip() async throws {
        let day = BusinessDate.today
        try await office.deliver(
            TripFiled(
                tripID: trip, number: "TR-2026-000001", travellerID: office.joe.staffID, travellerName: "Joe",
                companions: [], purpose: "Visit", visitName: "Ken", visitCompany: "Ken & Co", from: day,
                to: day.adding(days: 2), budget: Money(minor: 3000_00)), chain: tripChain, tripFiled)
    }

    /// Ken's card becomes a lead and is converted.
    func meetKen() async throws -> JSONValue {
        let lead = try await office.call(
            "leads", ["name": "Ken", "company": "Ken & Co", "source": "card", "tripID": .string(trip.description)],
            as: office.joe)
        var conversion = try await office.call("leads/{id}/convert", ["id": .string(lead.text("id"))], as: office.joe)
        if case .object(var members) = conversion {
            members["leadID"] = .string(lead.text("id"))
            conversion = .object(members)
        }
        return conversion
    }

    /// Everything up to a first version of a quote.
    func quoted(price: String) async throws -> (known: JSONValue, quote: String) {
        try await offerProduct()
        try await fileTrip()
        let known = try await meetKen()
        let input = offer(price: price).merging(["id": .string(known.text("opportunityID"))]) { $1 }
        let quote = try await office.call("opportunities/{id}/quotes", input, as: office.joe)
        return (known, quote.text("id"))
    }

    func offer(price: String, quantity: String = "3", days: Int = 30) -> [String: JSONValue] {
        [
            "validUntil": .string(BusinessDate.today.adding(days: days).description),
            "lines": [
                [
                    "productID": .string(product.description), "quantity": .string(quantity),
                    "unitPrice": ["amount": .string(price)], "options": ["packaging": "gift box"],
                ]
            ],
        ]
    }

    func revise(_ quote: String, price: String) async throws {
        _ = try await office.call(
            "quotes/{id}/versions", offer(price: price).merging(["id": .string(quote)]) { $1 }, as: office.joe)
    }

    func submit(_ quote: String, _ version: Int64) async throws -> String {
        let input: [String: JSONValue] = ["id": .string(quote), "version": .integer(version)]
        return try await office.call("quotes/{id}/submit", input, as: office.joe).text("state")
    }

    func accept(_ quote: String, _ version: Int64) async throws -> JSONValue {
        let input: [String: JSONValue] = ["id": .string(quote), "version": .integer(version)]
        return try await office.call("quotes/{id}/accept", input, as: office.joe)
    }

    func decide(_ quote: String, _ outcome: ApprovalOutcome, hash: String?) async throws {
        try await office.deliver(
            ApprovalDecided(
                approvalID: ApprovalID(), subjectType: "crm.quote", subjectID: try #require(UUID(uuidString: quote)),
                subject: "quote", outcome: outcome, comment: "fine", contentHash: hash), approvalDecided)
    }

    func states(_ quote: String) async throws -> [String] {
        try await office.read("quotes/{id}", ["id": .string(quote)], as: office.joe)["versions"]?
            .elements?.map { $0.text("state") } ?? []
    }
}
