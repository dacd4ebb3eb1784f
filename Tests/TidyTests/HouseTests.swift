import Testing

/// Who may import whom, as `Package.swift` declares it.
struct House {
    struct Service: Hashable {
        let name: String
        let prefix: String
        let listensTo: [String]
    }
    let services: [Service]

    /// Reads the lines `service("oa", "OA", listensTo: ["crm", "erp"])`.
    init(package: String) {
        services = package.split(separator: "service(\"").dropFirst().compactMap { call in
            let quoted = call.prefix { $0 != ")" }.split(separator: "\"", omittingEmptySubsequences: false)
            let words = quoted.enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }
            guard words.count > 1, call.contains("listensTo") else { return nil }
            return Service(
                name: words[0], prefix: words[1],
                listensTo: words.dropFirst(2).filter { !$0.isEmpty && !$0.contains("]") })
        }
    }

    func prefix(of name: String) -> String { services.first { $0.name == name }?.prefix ?? name }

    /// What a file imports and must not.
    func violations(in file: RepositoryFile) -> [String] {
        SwiftText.imports(of: file.code).filter { !mayImport($0, in: file) }
            .map { "\(file.path) imports \($0)" }
    }

    private func mayImport(_ module: String, in file: RepositoryFile) -> Bool {
        let folders = file.folders
        if folders.count > 2, folders[0] == "Services", folders[2] == "Domain" {
            return ["Kernel", "Foundation", "JSONSchema"].contains(module)
        }
        guard
            let owner = services.first(where: {
                [$0.prefix + "Domain", $0.prefix + "App", $0.prefix + "Events"].contains(module)
            })
        else { return module != "qiao" && !module.hasSuffix("_service") }
        guard folders.count > 1, folders[0] == "Services",
            let reader = services.first(where: { folders[1] == $0.name + "-service" })
        else { return false }
        if reader == owner { return true }
        return module == owner.prefix + "Events" && reader.listensTo.contains(owner.name)
    }
}

@Suite struct HouseTests {
    static let sample = House(
        package: """
            func service(_ name: String, _ prefix: String, listensTo others: [String]) -> [Target] { [] }
            + service("oa", "OA", listensTo: ["crm"])
            + service("crm", "CRM", listensTo: ["oa", "erp"])
            + service("erp", "ERP", listensTo: []) + [
            """)

    @Test func thePackageIsUnderstood() throws {
        #expect(Self.sample.services.map(\.name) == ["oa", "crm", "erp"])
        #expect(Self.sample.services.map(\.listensTo) == [["crm"], ["oa", "erp"], []])
        let house = House(package: try Repository.file("Package.swift").text)
        #expect(Set(house.services.map(\.name)) == ["oa", "crm", "erp", "portal"])
        #expect(house.services.allSatisfy { !$0.listensTo.isEmpty })
    }

    @Test func nobodyImportsWhatIsNotTheirs() throws {
        let house = House(package: try Repository.file("Package.swift").text)
        let files = try Repository.product()
        #expect(files.flatMap(house.violations) == [])
    }

    @Test(arguments: [
        ("Services/oa-service/Domain/A.swift", "Postgres"), ("Services/oa-service/Domain/A.swift", "OAEvents"),
        ("Services/oa-service/App/A.swift", "CRMApp"), ("Services/oa-service/App/A.swift", "CRMDomain"),
        ("Services/oa-service/App/A.swift", "ERPEvents"), ("Services/qiao/A.swift", "OAApp"),
        ("Shared/Messaging/A.swift", "OAEvents"), ("Shared/Events/OAEvents/A.swift", "CRMEvents"),
        ("Services/oa-service/App/A.swift", "crm_service"),
    ])
    func aForeignImportIsSeen(path: String, module: String) {
        let file = RepositoryFile(path: path, text: "import Foundation\nimport \(module)\n")
        #expect(Self.sample.violations(in: file) == ["\(path) imports \(module)"])
    }

    @Test(arguments: [
        ("Services/oa-service/Domain/A.swift", "Kernel"), ("Services/oa-service/App/A.swift", "OADomain"),
        ("Services/oa-service/App/A.swift", "CRMEvents"), ("Services/oa-service/Main/main.swift", "OAApp"),
        ("Services/crm-service/App/A.swift", "ERPEvents"), ("Shared/Messaging/A.swift", "Postgres"),
    ])
    func whatIsDeclaredMayBeImported(path: String, module: String) {
        #expect(Self.sample.violations(in: RepositoryFile(path: path, text: "import \(module)")) == [])
    }
}
