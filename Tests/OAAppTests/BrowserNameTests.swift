import Testing

@testable import OAApp

@Suite struct BrowserNameTests {
    @Test func aBrowserIsCalledByTheNamePeopleKnow() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
        #expect(browserName("\(windows) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0") == "Edge, Windows")
        #expect(
            browserName("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36")
                == "Chrome, Android")
        #expect(
            browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1")
                == "Safari, iPhone")
        #expect(browserName("qiao/1.0") == "qiao/1.0")
    }
}
