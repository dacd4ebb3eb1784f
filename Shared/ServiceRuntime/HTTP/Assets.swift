import Crypto
import Foundation

/// Styles, scripts and pictures: our own from the bundle, Bootstrap and Chart.js from the operating system's packages.
///
/// Pages name a file by its contents, `/assets/shell.3f9a2c1b04de.css`: browsers keep it for good, and one that another
/// release of the service asks for is never mixed up with it. The plain name, `/assets/qiao/shell.css`, is for pages of
/// others and is kept for minutes.
struct Assets: Sendable {
    private struct File {
        let data: Data
        let type: String
        let isKeptForGood: Bool
    }
    private let files: [String: File]
    /// The addresses by the file's name without its endings: `orderLive` for `order-live.js`.
    let links: [String: String]

    init() {
        var files: [String: File] = [:]
        var links: [String: String] = [:]
        for (plain, file) in Self.sources {
            guard let data = try? Data(contentsOf: file) else {
                links[Self.key(of: file)] = plain
                continue
            }
            let type = Self.type(of: plain)
            let named = Self.named(file, by: data)
            files[plain] = File(data: data, type: type, isKeptForGood: false)
            files[named] = File(data: data, type: type, isKeptForGood: true)
            links[Self.key(of: file)] = named
        }
        (self.files, self.links) = (files, links)
    }

    /// Debian's libjs-bootstrap5 and libjs-chart.js; `QIAO_JAVASCRIPT` names another folder laid out alike. Where they
    /// are not on the service's machine, the gateway has them under their plain names.
    private static var sources: [(plain: String, file: URL)] {
        let packages = URL(
            filePath: ProcessInfo.processInfo.environment["QIAO_JAVASCRIPT"] ?? "/usr/share/javascript")
        let own = Bundle.module.url(forResource: "Assets", withExtension: nil).flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return [
            ("/assets/bootstrap/css/bootstrap.min.css", packages.appending(path: "bootstrap5/css/bootstrap.min.css")),
            ("/assets/chart/chart.min.js", packages.appending(path: "chart.js/chart.min.js")),
        ] + (own ?? []).map { ("/assets/qiao/\($0.lastPathComponent)", $0) }
    }

    private static func named(_ file: URL, by data: Data) -> String {
        let mark = SHA256.hash(data: data).prefix(6).map {
            $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16)
        }
        let stem = file.deletingPathExtension().lastPathComponent
        return "/assets/\(stem).\(mark.joined()).\(file.pathExtension)"
    }

    private static func key(of file: URL) -> String {
        let words = file.lastPathComponent.prefix { $0 != "." }.split(separator: "-")
        return words.dropFirst().reduce(String(words[0])) { $0 + $1.capitalized }
    }

    private static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "text/javascript; charset=utf-8"
        }
    }

    func answer(_ request: ReceivedRequest) -> Answer {
        guard let file = files[request.path] else { return ErrorAnswers.json(.notFound) }
        return Answer(
            status: 200, contentType: file.type, body: file.data,
            headers: [
                ("Cache-Control", file.isKeptForGood ? "public, max-age=31536000, immutable" : "public, max-age=300")
            ])
    }
}
