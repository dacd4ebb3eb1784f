import Foundation

/// Styles and scripts: our own from the bundle, Bootstrap and Chart.js from the operating system's packages.
struct Assets: Sendable {
    private let files: [String: (data: Data, type: String)]

    init() {
        var files: [String: (data: Data, type: String)] = [:]
        for (path, file) in Self.sources {
            guard let data = try? Data(contentsOf: file) else { continue }
            files[path] = (data, Self.type(of: path))
        }
        self.files = files
    }

    /// Debian's libjs-bootstrap5 and libjs-chart.js; `QIAO_JAVASCRIPT` names another folder laid out alike.
    private static var sources: [(path: String, file: URL)] {
        let packages = URL(
            filePath: ProcessInfo.processInfo.environment["QIAO_JAVASCRIPT"] ?? "/usr/share/javascript")
        let own = Bundle.module.url(forResource: "Assets", withExtension: nil)
        return [
            ("/assets/bootstrap/css/bootstrap.min.css", packages.appending(path: "bootstrap5/css/bootstrap.min.css")),
            (
                "/assets/bootstrap/js/bootstrap.bundle.min.js",
                packages.appending(path: "bootstrap5/js/bootstrap.bundle.min.js")
            ),
            ("/assets/chart/chart.min.js", packages.appending(path: "chart.js/chart.min.js")),
        ]
            + (own.map { folder in
                ["qiao.css", "portal.css", "order-live.js", "dashboard.js", "password.js", "icon.svg"].map {
                    ("/assets/qiao/\($0)", folder.appending(path: $0))
                }
            } ?? [])
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
            headers: [("Cache-Control", "public, max-age=3600")])
    }
}
