import ArgumentParser
import JSONSchema

/// `qiao rotate-keys`: a new signing key before its time.
struct RotateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new key that signs sessions, at oa-service (staff) and portal-service (shoppers).",
        discussion: """
            The new key is published a minute before it signs; what the old one signed goes on being good until it ends.
            Keys also follow each other by themselves, every 90 days.
            """)

    @Flag(help: "Withdraw the old keys at once: a secret may be known to somebody. Sessions go on with new tokens.")
    var withdraw = false
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let withdraw = withdraw
        let made = try await common.withGateway { gateway in
            var made: [JSONValue] = []
            for prefix in ["/oa", ""] {
                // Signed in anew each time: the token in hand may be one of those withdrawn.
                let person = try await Person.administrator(gateway)
                made.append(try await person.post("\(prefix)/ops/signing-keys", ["withdraw": .bool(withdraw)]))
            }
            return made
        }
        for (service, key) in zip(["oa", "portal"], made) {
            print("\(service)-service: key \(try key.string("keyID")) signs from \(try key.string("signsFrom"))")
        }
    }
}
