import AsyncHTTPClient
import Bench
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a service itself for its pages, as the browser of somebody signed in.
struct PageReader: Sendable {
    let service: String
    let token: String

    @discardableResult
    func read(_ path: String) async throws -> String {
        var request = HTTPClientRequest(url: service + path)
        request.headers.add(contentsOf: [
            ("Authorization", "Bearer \(token)"), ("Accept", "text/html"), ("Cookie", cookies),
        ])
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let text = String(buffer: try await answer.body.collect(upTo: 8 * 1_048_576))
        guard answer.status == .ok else { throw Unexpected("\(path) was answered \(answer.status.code)") }
        return text
    }

    /// What a browser sends along, with each request.
    private var cookies: String {
        "qiao_session=\(token); qiao_signed_in=oa; qiao_device=\(token.suffix(32)); qiao_language=en; qiao_theme=dark"
    }

    /// Where the first link of a page goes that holds the text.
    func link(holding text: String, on path: String) async throws -> String {
        let page = try await read(path)
        for part in page.split(separator: "\"") where part.hasPrefix("/") && part.contains(text) {
            return String(part).replacing("&amp;", with: "&")
        }
        throw Unexpected("\(path) has no link with \(text)")
    }

    /// How long the service works on a page, without what brings it: the mean of so many.
    func serverMilliseconds(_ sample: PageSample, times: Int) async throws -> Double {
        let before = try await work(on: sample.route)
        for _ in 1...times { try await read(sample.path) }
        let after = try await work(on: sample.route)
        guard after.count > before.count else { throw Unexpected("the metrics do not know \(sample.route)") }
        return (after.seconds - before.seconds) * 1000 / (after.count - before.count)
    }

    private func work(on route: String) async throws -> (seconds: Double, count: Double) {
        var work = (seconds: 0.0, count: 0.0)
        for line in try await read("/metrics").split(separator: "\n") where line.contains("http_route=\"\(route)\"") {
            guard line.contains("http_request_method=\"GET\""), let last = line.split(separator: " ").last,
                let value = Double(last)
            else { continue }
            if line.hasPrefix("http_server_request_duration_seconds_sum") { work.seconds += value }
            if line.hasPrefix("http_server_request_duration_seconds_count") { work.count += value }
        }
        return work
    }
}
