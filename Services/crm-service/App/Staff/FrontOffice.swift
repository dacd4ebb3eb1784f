import CRMDomain
import Kernel
import Postgres
import ServiceRuntime

/// Who may do what in the front office.
extension Access {
    /// Writes leads, customers, opportunities and quotes.
    static let selling = Access.roles(.sales, .salesManager)
    /// Reads what is sensitive; every read is on record.
    static let entitled = Access.roles(.salesManager, .finance)
}

extension Calling {
    /// The condition under which the person reads a lead, a customer, an opportunity or a quote.
    func reads(_ owner: SQL = "owner_id") throws -> SQL { try signedIn().reads(owner, frontOfficeReach) }
    /// The condition under which the person opens a trip at OA, on `trip`: as OA itself has it, as far as CRM was told.
    func readsTrip() throws -> SQL {
        let person = try signedIn()
        return """
            (trip.traveller_id = \(person.staffID) or \(person.staffID) = any(trip.companions)
                or coalesce(trip.decided_by = \(person.staffID), false) or \(person.reads("trip.traveller_id", tripReach)))
            """
    }
    /// The condition under which the person reads an order.
    func readsOrder(_ owner: SQL = "owner_id") throws -> SQL { try signedIn().reads(owner, orderReach) }
}

extension Person {
    /// A document is changed by its owner, or by a sales manager.
    /// - Throws: ``Problem`` 403 for anyone else.
    func mustOwn(_ what: String, of owner: StaffID?) throws {
        if owner == staffID || has(.salesManager) { return }
        throw Problem.forbidden(
            owner == nil
                ? "the \(thing: what) is in the pool: claim it first" : "the \(thing: what) belongs to a colleague")
    }
}

extension String {
    /// Without spaces at either end; nil when nothing is left.
    var meaningful: String? {
        let text = drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        return text.isEmpty ? nil : String(text)
    }

    /// The text of a field that must not be empty or longer than people write.
    /// - Throws: ``Problem`` 422 naming the field.
    func required(_ field: String) throws -> String {
        guard let text = meaningful else { throw Problem.invalid(field: field, "must not be empty") }
        guard text.count <= 200 else { throw Problem.invalid(field: field, "must not be longer than 200 characters") }
        return text
    }
}
