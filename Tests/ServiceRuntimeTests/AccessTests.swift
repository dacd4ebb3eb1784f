import Foundation
import Kernel
import ServiceRuntime
import Testing

@Suite struct AccessTests {
    static let rules: [Access] = [.anyone, .signedIn, .staff, .shopper, .roles(.finance), .roles(.finance, .hr)]

    /// Who passes which rule: one row a person, one column a rule.
    @Test(
        arguments: [
            (nil, [true, false, false, false, false, false]),
            (Person(id: UUID(), name: "s", kind: .shopper), [true, true, false, true, false, false]),
            (Person(id: UUID(), name: "p", kind: .staff), [true, true, true, false, false, false]),
            (Person(id: UUID(), name: "h", kind: .staff, roles: [.hr]), [true, true, true, false, false, true]),
            (Person(id: UUID(), name: "f", kind: .staff, roles: [.finance]), [true, true, true, false, true, true]),
            (
                Person(id: UUID(), name: "a", kind: .staff, roles: [.administrator]),
                [true, true, true, false, true, true]
            ),
            (
                Person(id: UUID(), name: "x", kind: .shopper, roles: [.administrator]),
                [true, true, false, true, false, false]
            ),
        ] as [(Person?, [Bool])])
    func theTable(person: Person?, passes: [Bool]) {
        for (rule, expected) in zip(Self.rules, passes) {
            let passed = (try? rule.check(person)) != nil
            #expect(passed == expected, "\(person?.name ?? "nobody") at \(rule.described)")
        }
    }

    @Test func refusalsSayWhether401Or403() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.assembly.ask("GET", "/notes/api/secrets").status == 401)
            #expect(await house.assembly.ask("GET", "/notes/api/secrets", headers: house.bearer).status == 403)
            let page = await house.assembly.ask("GET", "/notes/notes?cursor=x")
            #expect(page.status == 303)
            #expect(page.header("location") == "/oa/sign-in?then=/notes/notes%3Fcursor%3Dx")
        }
    }

    @Test func operatorsAloneSeeOperations() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.assembly.ask("GET", "/notes/ops/figures", headers: house.bearer).status == 403)
            let operatorToken = try await house.assembly.token(
                for: Person(id: UUID(), name: "Op", kind: .staff, roles: [.operator]))
            let headers = ["Authorization": "Bearer \(operatorToken)"]
            let figures = await house.assembly.ask("GET", "/notes/ops/figures", headers: headers)
            #expect(figures.text == #"{"figures":[{"key":"notes.count","value":"0"}]}"#)
            #expect(await house.assembly.ask("GET", "/notes/ops/heads", headers: headers).status == 200)
            #expect(await house.assembly.ask("GET", "/notes/ops/positions", headers: headers).status == 200)
            #expect(await house.assembly.ask("GET", "/notes/ops/parked", headers: headers).status == 200)
            let table = await house.assembly.ask("GET", "/notes/ops/access", headers: headers)
            #expect(table.text.contains("one of the roles finance"))
        }
    }
}
