import Foundation
import Testing

@testable import ServiceRuntime

/// Names of cookies, by which browsers know from whom alone to take them.
@Suite struct CookieTests {
    private func configuration(_ publicURL: String) -> ServiceConfiguration {
        var configuration = ServiceConfiguration(databaseURL: "postgres://none", amqpURL: "amqp://none")
        configuration.publicURL = publicURL
        return configuration
    }

    @Test func withHTTPSTheyAreBoundToThisHost() {
        let https = configuration("https://qiao.test")
        #expect(
            Cookies.set(Cookies.session, "a", seconds: 9, https)
                == "__Host-qiao_session=a; Path=/; Max-Age=9; HttpOnly; SameSite=Lax; Secure")
        #expect(
            Cookies.set(Cookies.refresh, "a", seconds: 9, path: "/oa/session", https)
                .hasPrefix("__Secure-qiao_refresh=a; Path=/oa/session"))
        #expect(Cookies.set(Cookies.language, "zh", seconds: 9, https).hasPrefix("qiao_language=zh"))
        #expect(
            Cookies.set(Cookies.session, "a", seconds: 9, configuration("http://127.0.0.1:8080"))
                == "qiao_session=a; Path=/; Max-Age=9; HttpOnly; SameSite=Lax")
    }

    @Test func theyAreFoundHoweverTheHeaderIsWritten() {
        let sent = SentCookies(
            header: "a=1;qiao_theme=dark; b = two words ;c=x=y==; a=2; empty=; =nameless; nothing", isSecure: false)
        #expect(sent["a"] == "2" && sent["qiao_theme"] == "dark" && sent["b"] == "two words" && sent["c"] == "x=y==")
        for name in ["empty", "nothing", "nameless", "A", "qiao", "1"] { #expect(sent[name] == nil) }
        #expect(SentCookies(header: "", isSecure: false)["a"] == nil)
        let bound = SentCookies(header: "__Host-a=1; a=2; __Secure-qiao_theme=dark; qiao_theme=light", isSecure: true)
        #expect(bound["a"] == "1" && bound["qiao_theme"] == "light" && bound["__Host-a"] == nil)
    }

    @Test func withHTTPSACookieThatAnotherHostSetCountsNothing() async throws {
        func status(_ house: NotesHouse, _ cookie: String) async -> Int {
            await house.assembly.ask("GET", "/notes/api/notes", headers: ["Cookie": cookie]).status
        }
        try await NotesHouse.with({ $0.publicURL = "https://qiao.test" }) { house async throws in
            #expect(await status(house, "qiao_session=\(house.token)") == 401)
            #expect(await status(house, "qiao_session=x; __Host-qiao_session=\(house.token)") == 200)
            #expect(await status(house, "__Host-qiao_session=\(house.token); qiao_session=x") == 200)
        }
        try await NotesHouse.with { house async throws in
            #expect(await status(house, "qiao_session=\(house.token)") == 200)
            #expect(await status(house, "__Host-qiao_session=\(house.token)") == 401)
        }
    }
}
