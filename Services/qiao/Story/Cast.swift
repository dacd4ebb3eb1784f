import JSONSchema
import Kernel

/// The people of the story, signed in.
struct Cast: Sendable {
    let gateway: Gateway
    let joe: Person
    let ben: Person
    let anna: Person
    let fanny: Person
    let planner: Person
    let engineer: Person
    let storekeeper: Person

    private struct Part {
        let login: String
        let name: String
        let nameZh: String
        let roles: [Role]
        var manager: String?
    }

    private static let parts = [
        Part(login: "ben", name: "Ben", nameZh: "本", roles: [.salesManager]),
        Part(login: "joe", name: "Joe", nameZh: "乔", roles: [.sales], manager: "ben"),
        Part(login: "anna", name: "Anna", nameZh: "安娜", roles: [.finance]),
        Part(login: "fanny", name: "Fanny", nameZh: "范妮", roles: [.hr]),
        Part(login: "paul", name: "Paul", nameZh: "保罗", roles: [.planner]),
        Part(login: "eve", name: "Eve", nameZh: "伊芙", roles: [.engineer]),
        Part(login: "wang", name: "Wang", nameZh: "老王", roles: [.warehouse]),
        Part(login: "tom", name: "Tom", nameZh: "汤姆", roles: [.support]),
    ]

    /// Adds whoever is missing, as the administrator would, and signs everyone in.
    static func gather(_ gateway: Gateway) async throws -> Cast {
        let administrator = try await Person.administrator(gateway)
        for part in parts { try await add(part, by: administrator) }
        func signIn(_ login: String) async throws -> Person {
            try await Person.staff(
                gateway, login, gateway.settings.castPassword, code: gateway.settings.castSecret)
        }
        return Cast(
            gateway: gateway, joe: try await signIn("joe"), ben: try await signIn("ben"),
            anna: try await signIn("anna"),
            fanny: try await signIn("fanny"), planner: try await signIn("paul"), engineer: try await signIn("eve"),
            storekeeper: try await signIn("wang"))
    }

    private static func add(_ part: Part, by administrator: Person) async throws {
        var body: [String: JSONValue] = [
            "login": .string(part.login), "name": .string(part.name), "nameZh": .string(part.nameZh),
            "email": .string("\(part.login)@example.com"), "roles": .array(part.roles.map { .string($0.rawValue) }),
            "password": .string(administrator.gateway.settings.castPassword),
        ]
        body["managerLogin"] = part.manager.map { .string($0) }
        try await createOnce(administrator, "/oa/api/staff", .object(body))
    }
}

/// Creates something unless it is there already.
func createOnce(_ person: Person, _ path: String, _ body: JSONValue) async throws {
    do {
        try await person.post(path, body)
    } catch let refused as Refused where refused.status == 409 {}
}
