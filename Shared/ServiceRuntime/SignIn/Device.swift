/// What somebody signed in with, as its owner calls it: told from what browsers say of themselves (`User-Agent`).
public struct Device: Sendable, Hashable {
    /// `Chrome · Android`; what the program calls itself when it is none of these.
    public let text: String

    public init(agent: String) {
        let names = [Self.browsers, Self.systems].compactMap { known in
            known.first { agent.contains($0.sign) }?.name
        }
        let other = String(agent.prefix(60))
        text = names.isEmpty ? (other.isEmpty ? "–" : other) : names.joined(separator: " · ")
    }

    /// Most of them also claim to be those further down.
    private static let browsers: [(sign: String, name: String)] = [
        ("MicroMessenger", "微信 WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
        ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl/", "curl"),
    ]
    private static let systems: [(sign: String, name: String)] = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"),
        ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ]
}
