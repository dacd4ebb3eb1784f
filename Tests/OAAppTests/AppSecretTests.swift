import Foundation
import Kernel
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// The secrets of authenticator apps at rest.
@Suite struct AppSecretTests {
    @Test func theTableDoesNotHoldTheSecret() async throws {
        try await Office.open { office in
            let app = try await office.enrol("joe")
            let row: String = try await office.database.one("select second_factor::text from second_factor")
            for form in [app.base32, app.secret.base64URL, app.secret.map { String($0, radix: 16) }.joined()] {
                #expect(!row.contains(form))
            }
            #expect(row.contains(try #require(SecretKeys(key: 1)).ids[0]), "but which key reads it")
        }
    }

    @Test func whatWasStoredPlainlyIsEncryptedWhenProcessesStart() async throws {
        try await Office.open { office in
            let app = TimeBasedCode()
            try await office.give("joe", Office.password)
            try await office.database.execute(
                "alter table second_factor drop constraint second_factor_is_encrypted")
            try await office.database.execute(
                """
                insert into second_factor (staff_id, plain_secret, enrolled_at)
                values (\(office.joe.staffID), \(app.base32), now())
                """)
            let replicas = [try Office.process(on: office.schema), try Office.process(on: office.schema)]
            async let first: Void = replicas[0].start()
            try await replicas[1].start()
            try await first
            let row: String = try await office.database.one("select second_factor::text from second_factor")
            #expect(!row.contains(app.base32))
            #expect(await office.tryToSignIn("joe", Office.password, app.codeOfNow).status == 201)
            for replica in replicas { await replica.context.database.close() }
        }
    }

    @Test func keysFollowEachOther() async throws {
        try await Office.open { office in
            let app = try await office.enrol("joe")
            func start(_ keys: SecretKeys?) async throws {
                let process = try Office.process(on: office.schema, secretKeys: keys)
                defer { Task { await process.context.database.close() } }
                try await process.start()
                let code = app.code(step: app.stepOfNow + 1)
                let answer = await process.ask(
                    "POST", "/oa/api/sessions",
                    body: #"{"login":"joe","password":"\#(Office.password)","code":"\#(code)"}"#)
                #expect(answer.status == 201)
            }
            let old = try #require(SecretKeys(key: 1)?.ids[0])
            await #expect(throws: SecretKeys.Fault.unknownKey(old)) { try await start(SecretKeys(key: 2)) }
            await #expect(throws: SecretKeys.Fault.noKeys) { try await start(nil) }
            try await start(SecretKeys(key: 2, 1))
            let used: String = try await office.database.one("select key_id from second_factor")
            #expect(used == SecretKeys(key: 2)?.ids[0], "used once, it is encrypted with the new key")
            try await office.database.execute("update second_factor set used_steps = '{}'")
            try await start(SecretKeys(key: 2))
        }
    }

    @Test func aSecretIsReadForItsOwnerOnly() async throws {
        try await Office.open { office in
            let app = try await office.enrol("joe")
            _ = try await office.enrol("ben")
            try await office.database.execute(
                """
                update second_factor bens set (secret, key_id) = (select secret, key_id from second_factor joes
                    where joes.staff_id = \(office.joe.staffID)) where bens.staff_id = \(office.ben.staffID)
                """)
            #expect(await office.tryToSignIn("ben", Office.password, app.codeOfNow).status == 500)
            #expect(await office.tryToSignIn("joe", Office.password, app.code(step: app.stepOfNow + 1)).status == 201)
        }
    }
}

extension Office {
    /// Gives somebody ``password`` and an authenticator app, whose code of now is used up.
    func enrol(_ login: String) async throws -> TimeBasedCode {
        try await give(login, Self.password)
        let token = try await signIn(login).token
        let begun = try await post("/oa/api/me/second-factor/enrolments", token).json(as: Enrolment.self)
        let app = try #require(TimeBasedCode(base32: begun.secret))
        #expect(await post("/oa/api/me/second-factor", token, #"{"code":"\#(app.codeOfNow)"}"#).status == 200)
        return app
    }
}

extension TimeBasedCode {
    var stepOfNow: Int64 { Int64(Date().timeIntervalSince1970) / 30 }
    var codeOfNow: String { code(step: stepOfNow) }
}
