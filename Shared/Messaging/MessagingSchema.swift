import Foundation
import Postgres

extension MessagingCore {
    /// The tables of the event core, to be applied in the service's own schema before `run()`.
    public static func migrations() throws -> Migrations {
        try Migrations(set: "messaging", directory: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
