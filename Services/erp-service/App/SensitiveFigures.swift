import Kernel
import ServiceRuntime

/// Who sees what is sensitive, for the access table.
let visibility = [
    Visibility("costs, margins and stock values", rule: Access.costReaders.described + "; each read on record"),
    Visibility("floor prices", rule: Access.floorReaders.described),
]

extension Access {
    /// Reads what goods, work and orders cost, and what is left of the price; every read is on record.
    static let costReaders = Access.roles(.finance, .salesManager)
    /// Reads the price below which nothing is sold without a manager.
    static let floorReaders = Access.roles(.finance, .salesManager, .engineer)
}

extension Calling {
    /// Whether the person reads the costs of a document; if so the read is on record before it happens.
    func readsCosts(of document: String) async throws -> Bool {
        guard Access.costReaders.admits(try signedIn()) else { return false }
        try await record(.read, "reads costs", of: document)
        return true
    }
}
