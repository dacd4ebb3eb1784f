/// What a person calls the browser that a `User-Agent` field names (RFC 9110 §10.1.5): `Chrome, Android`. The field as it
/// came where none of the usual is in it.
func browserName(_ agent: String) -> String {
    let browser = browsers.first { agent.contains($0.mark) }?.name
    let system = systems.first { agent.contains($0.mark) }?.name
    guard let browser else { return agent }
    return [browser, system].compactMap(\.self).joined(separator: ", ")
}

// Most browsers name those they descend from as well: the younger ones come first.
private let browsers: [(mark: String, name: String)] = [
    ("MicroMessenger/", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
private let systems: [(mark: String, name: String)] = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
]
