import Foundation
import JSONSchema

extension Person {
    /// Registers in the shop, with the code from the letterbox where one is needed.
    static func shopper(_ gateway: Gateway, email: String, name: String, password: String) async throws -> Person {
        var body: [String: JSONValue] = [
            "email": .string(email), "name": .string(name), "password": .string(password),
        ]
        if let folder = gateway.settings.messages {
            let asked = try await gateway.call(
                "POST", "/api/shopper-codes", token: nil, body: ["email": .string(email)])
            guard asked.status == 201 else {
                throw Refused(call: "POST /api/shopper-codes", status: asked.status, answer: asked.body)
            }
            let letter = try String(contentsOf: URL(filePath: folder).appending(path: "\(email).txt"), encoding: .utf8)
            guard let code = letter.split(separator: "\n").last else { throw Unexpected("an empty letter to \(email)") }
            body["code"] = .string(String(code))
        }
        return try await signIn(gateway, "/api/shoppers", .object(body))
    }
}
