import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import OAEvents
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct WorkbenchTests {
    private func staff(_ roles: Set<Role>) -> Person {
        Person(id: UUID(), name: "Anna", kind: .staff, roles: roles)
    }

    private func todos(of person: Person, _ store: Store) async throws -> [String] {
        let token = try await store.service.token(for: person)
        let page: Paged<Todo> = try await store.service.ask(
            "GET", "/api/todos", headers: ["Authorization": "Bearer \(token)"]
        ).json()
        return page.items.map(\.subject).sorted()
    }

    @Test func theInboxHoldsWhatIsMineAndWhatIsMyRoles() async throws {
        try await Store.open { store in
            let (anna, wim) = (staff([.finance]), staff([.warehouse]))
            func open(_ subject: String, _ assignee: Person?, _ role: Role?) async throws -> UUID {
                let id = UUID()
                try await store.deliver(
                    TodoOpened<OA>(
                        todoID: id, assignee: assignee?.staffID, role: role, titleKey: "todo_x", subject: subject,
                        link: "/"), to: openTodo)
                return id
            }
            let mine = try await open("mine", anna, nil)
            _ = try await open("finance", nil, .finance)
            _ = try await open("warehouse", nil, .warehouse)
            #expect(try await todos(of: anna, store) == ["finance", "mine"])
            #expect(try await todos(of: wim, store) == ["warehouse"])
            #expect(try await todos(of: staff([.administrator]), store) == ["finance", "warehouse"])
            try await store.deliver(TodoClosed<OA>(todoID: mine), to: closeTodo)
            #expect(try await todos(of: anna, store) == ["finance"])
        }
    }

    @Test func aCursorThatIsNoneOfOursIsRefused() async throws {
        try await Store.open { store in
            let token = try await store.service.token(for: staff([.finance]))
            let cursor = Data("today\0tomorrow".utf8).base64EncodedString()
            let answer = await store.service.ask(
                "GET", "/api/todos?cursor=\(cursor)", headers: ["Authorization": "Bearer \(token)"])
            #expect(answer.status == 422)
            #expect(answer.text.contains("cursor"))
        }
    }

    @Test func aTaskSaysWhoAsksForWhat() async throws {
        try await Store.open { store in
            let (ben, joe) = (staff([.salesManager]), staff([.sales]))
            try await store.deliver(
                StaffChanged(
                    staffID: joe.staffID, login: "joe", name: "Joe", nameZh: "乔", roles: [.sales], active: true),
                to: keepStaffName)
            let todo = UUID()
            try await store.deliver(
                TodoOpened<OA>(
                    todoID: todo, assignee: ben.staffID, titleKey: "todo_approve_trip", subject: "TR-1", link: "/",
                    matter: Matter(
                        asker: joe.staffID, party: "Ken", from: BusinessDate("2031-03-03"),
                        to: BusinessDate("2031-03-05"), amount: Money(minor: 3000_00), reason: "Show the bridge")),
                to: openTodo)
            let headers = ["Authorization": "Bearer \(try await store.service.token(for: ben))", "Accept": "text/html"]
            let english = await store.service.ask("GET", "/workbench?lang=en", headers: headers).text
            #expect(english.contains("Joe · Ken · 3 Mar 2031 – 5 Mar 2031 · ¥3,000.00 · Show the bridge"))
            let chinese = await store.service.ask("GET", "/workbench?lang=zh", headers: headers).text
            #expect(chinese.contains("乔 · Ken · 2031年3月3日 – 2031年3月5日 · ¥3,000.00"))

            try await store.deliver(TodoClosed<OA>(todoID: todo), to: closeTodo)
            let kept: Int = try await store.service.context.database.one(
                "select count(*) from todo where matter is not null")
            #expect(kept == 0, "what is done keeps no names")
        }
    }

    @Test func aChainIsFoundFromAnyIDInIt() async throws {
        try await Store.open { store in
            let chain = UUID()
            let trip = TripWithdrawn(tripID: TripID(), number: "TR-2026-000001", withdrawnBy: StaffID())
            let quote = QuoteSent(
                quoteID: QuoteID(), number: "QT-2026-000009", version: 1, customerID: CustomerID(), total: .zero)
            let first = store.envelope(of: trip, chain: chain)
            let second = store.envelope(of: quote, chain: chain, cause: first.id)
            // One comes twice, once with the others and once more.
            try await store.record([second, first])
            try await store.record([first])
            let token = try await store.service.token(for: staff([.planner]))
            func look(_ id: String) async -> InProcessAnswer {
                await store.service.ask("GET", "/api/chains/\(id)", headers: ["Authorization": "Bearer \(token)"])
            }
            let ids = [
                chain.uuidString, first.id.uuidString, quote.quoteID.description, trip.tripID.description,
                "QT-2026-000009", "tr-2026-000001",
            ]
            for id in ids {
                let found: Chain = try await look(id).json()
                #expect(found.chain == chain)
                #expect(found.events.map(\.type) == ["oa.trip.withdrawn", "crm.quote.sent"])
                #expect(found.events.last?.cause == first.id)
            }
            #expect(await look("TR-2026-000002").status == 404)
            let latest: Paged<ChainSummary> = try await store.service.ask(
                "GET", "/api/chains?limit=5", headers: ["Authorization": "Bearer \(token)"]
            ).json()
            #expect(latest.items.map(\.chain) == [chain])
            #expect(latest.items.first?.events == 2)
        }
    }

    /// Newest first, whoever asks; a chain stands where its last event does.
    @Test(arguments: [Role.planner, .sales]) func chainsComePageByPage(_ role: Role) async throws {
        try await Store.open { store in
            let person = staff([role])
            var chains: [UUID] = []
            for number in 1...5 {
                let trip = TripWithdrawn(
                    tripID: TripID(), number: "TR-2026-00000\(number)", withdrawnBy: person.staffID)
                let envelope = store.envelope(of: trip, chain: UUID(), by: person)
                try await store.record([envelope])
                chains.append(envelope.chain)
            }
            let again = store.envelope(
                of: TripWithdrawn(tripID: TripID(), number: "TR-2026-000009", withdrawnBy: person.staffID),
                chain: chains[1], by: person)
            try await store.record([again])
            let token = try await store.service.token(for: person)
            func pages(_ sort: String) async throws -> [ChainSummary] {
                var (found, cursor) = ([ChainSummary](), "")
                repeat {
                    let page: Paged<ChainSummary> = try await store.service.ask(
                        "GET", "/api/chains?limit=2\(sort)\(cursor)", headers: ["Authorization": "Bearer \(token)"]
                    ).json()
                    found += page.items
                    cursor = page.next.map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                return found
            }
            let found = try await pages("")
            #expect(found.map(\.chain) == [1, 4, 3, 2, 0].map { chains[$0] })
            #expect(found.map(\.events) == [2, 1, 1, 1, 1])
            // Or the other way round; not by what all of them would have to be summed up for.
            #expect(try await pages("&sort=last").map(\.chain) == [0, 2, 3, 4, 1].map { chains[$0] })
            let refused = await store.service.ask(
                "GET", "/api/chains?sort=-events", headers: ["Authorization": "Bearer \(token)"])
            #expect(refused.status == 422)
        }
    }

    @Test func salesSeeTheChainsTheyHadAHandIn() async throws {
        try await Store.open { store in
            let (joe, sam) = (staff([.sales]), staff([.sales]))
            let trip = TripWithdrawn(tripID: TripID(), number: "TR-2026-000001", withdrawnBy: joe.staffID)
            let envelope = store.envelope(of: trip, chain: UUID(), by: joe)
            try await store.record([envelope])
            for (person, status, count) in [(joe, 200, 1), (sam, 404, 0)] {
                let headers = ["Authorization": "Bearer \(try await store.service.token(for: person))"]
                for id in [envelope.chain.uuidString, trip.number, trip.tripID.description] {
                    #expect(await store.service.ask("GET", "/api/chains/\(id)", headers: headers).status == status)
                }
                let latest: Paged<ChainSummary> = try await store.service.ask("GET", "/api/chains", headers: headers)
                    .json()
                #expect(latest.items.count == count)
                #expect(
                    await store.service.ask("GET", "/workbench", headers: headers).text.contains(trip.number)
                        == (count == 1))
            }
        }
    }

    @Test func chainsAreForStaff() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            for path in ["/api/chains", "/api/chains/x", "/api/todos", "/api/dashboard"] {
                #expect(await shopper.get(path).status == 403)
                #expect(await store.service.ask("GET", path).status == 401)
            }
        }
    }
}
