import Foundation
import Postgres
import Testing

@testable import ServiceRuntime

@Suite struct TimeBasedCodeTests {
    /// RFC 6238, appendix B: the SHA-1 column.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func codesOfTheStandard(seconds: Int64, code: String) {
        let secret = TimeBasedCode(secret: Data("12345678901234567890".utf8))
        #expect(secret.code(step: seconds / 30, digits: 8) == code)
    }

    /// RFC 4226, appendix D.
    @Test func countersOfTheStandard() {
        let secret = TimeBasedCode(secret: Data("12345678901234567890".utf8))
        let codes = (0..<10).map { secret.code(step: $0) }
        #expect(
            codes == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ])
    }

    @Test func clocksMayDifferByOneStep() throws {
        let secret = TimeBasedCode()
        let now = Date(timeIntervalSince1970: 1_800_000_015)
        let step = Int64(60_000_000)
        for distance in Int64(-3)...3 {
            let found = secret.step(of: secret.code(step: step + distance), at: now)
            #expect(found == (abs(distance) <= 1 ? step + distance : nil))
        }
        #expect(secret.step(of: "12345", at: now) == nil)
        let code = secret.code(step: step)
        #expect(secret.step(of: "\(code.prefix(3)) \(code.suffix(3))", at: now) == step, "as apps show it")
    }

    /// RFC 4648, §10.
    @Test(arguments: [
        ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func base32OfTheStandard(text: String, encoded: String) {
        #expect(Data(text.utf8).base32 == encoded)
        #expect(Data(base32: encoded.lowercased()) == Data(text.utf8))
        #expect(Data(base32: "1890") == nil)
    }

    @Test func aSecretIsLongEnoughAndTellsTheAppWhoseItIs() throws {
        #expect(TimeBasedCode(base32: "MZXW6YTBOI") == nil)
        let secret = try #require(TimeBasedCode(base32: "gezd gnbv gy3t qojq gezd gnbv gy3t qojq"))
        #expect(secret.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            secret.uri(account: "joe", issuer: "Qiao").hasPrefix(
                "otpauth://totp/Qiao%3Ajoe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Qiao"))
    }
}

@Suite struct PasswordPolicyTests {
    private func refusal(of password: String) -> String? {
        do {
            try PasswordPolicy.check(password, field: "newPassword", notLike: ["joe.miller.sales", nil])
            return nil
        } catch { return (error as? Problem)?.fields.first.map { "\($0.field) \($0.message)" } }
    }

    @Test func lengthCountsAndNotMixture() {
        #expect(refusal(of: "correct horse") == nil)
        #expect(refusal(of: "十二个汉字也可以组成密码") == nil)
        #expect(refusal(of: "839201746553") == nil, "digits alone, if nobody guesses them")
        #expect(refusal(of: "eleven char") == "newPassword must have at least 12 characters")
        #expect(refusal(of: String(repeating: "abc", count: 43)) == "newPassword must have at most 128 characters")
    }

    @Test(arguments: ["000000000000", "1Q2W3E4R5T6Y", "1qaz2wsx3edc"])
    func whatEverybodyTriesFirstIsRefused(password: String) {
        #expect(refusal(of: password)?.contains("everybody tries first") ?? false)
    }

    /// Of each, the second is like the first but for a few letters.
    @Test(arguments: [
        ("Joe.Miller.Sales", "Joe.Midler.Sales"), ("joe-miller-2024", "joe-midler-2y24"),
        ("administrator2024", "adninistrator2n24"), ("Welcome2026!!!", "Welkome2o26!-!"),
        ("abababababab", "abadabacabes"), ("passwordPassword", "paxsvordTelsnrod"),
        ("qwertyuiop19", "qwvrtxyilp19"), ("abcdefgh7654", "abqedfxh7w54"), ("Charlie12345", "Charlyei2y45"),
        ("P@ssw0rd1234", "P@ssvv0rd1b34"), ("Woaini5201314", "Woxini520i31f4"),
    ])
    func whatIsEasilyGuessedIsRefused(guessed: String, other: String) {
        #expect(refusal(of: guessed)?.contains("easily guessed") ?? false)
        #expect(refusal(of: other) == nil)
    }
}

@Suite struct SignInAttemptTests {
    private func wait(_ account: String, _ house: NotesHouse, from address: String? = nil) async throws -> Int? {
        var request = ReceivedRequest(
            id: "test", method: "POST", path: "/", query: "", headers: [:],
            body: Data(), idempotencyKey: nil)
        request.address = address ?? "unknown"
        let call = Call(person: nil, language: .en, service: house.assembly.context, request: request)
        do {
            try await SignInAttempt.begin(account, call).failed()
            return nil
        } catch let problem as Problem {
            #expect(problem.status == 429)
            return problem.retryAfter
        }
    }

    @Test func anAccountWaitsLongerEachTime() async throws {
        try await NotesHouse.with { house async throws in
            for _ in 0..<SignInAttempt.accountTries { #expect(try await wait("staff:joe", house) == nil) }
            for seconds in [30, 60, 120, 240, 480, 900, 900] {
                #expect(try await wait("Staff:Joe", house) == seconds)
                #expect(try await wait("staff:joe", house) == seconds, "waiting is not made longer by asking")
                try await house.assembly.context.database.execute(
                    """
                    update rt_sign_in_attempt set locked_until = locked_until - interval '900 seconds',
                        last_at = last_at - interval '900 seconds'
                    """)
                #expect(try await wait("staff:joe", house) == nil)
            }
            #expect(try await wait("staff:ben", house) == nil, "others are not concerned")
        }
    }

    @Test func aHundredAtOnceAreCounted() async throws {
        try await NotesHouse.with { house async throws in
            let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 { group.addTask { try await wait("staff:joe", house) == nil } }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(admitted == SignInAttempt.accountTries)
        }
    }

    @Test func anAddressThatTriesManyAccountsWaitsToo() async throws {
        try await NotesHouse.with { house async throws in
            for number in 0..<SignInAttempt.addressTries {
                #expect(try await wait("staff:\(number)", house, from: "192.0.2.1") == nil)
            }
            #expect(try await wait("staff:another", house, from: "192.0.2.1") == 30)
            #expect(try await wait("staff:another", house, from: "192.0.2.2") == nil)
        }
    }
}
