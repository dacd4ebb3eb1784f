import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging

/// Answers every request of a service: the outermost frame with request id, log line, metrics and headers.
struct ServiceResponder: HTTPResponder {
    typealias Context = PeerContext

    let state: ServiceState
    let table: RouteTable
    let wellKnown: WellKnown
    let crossOrigin: CrossOrigin
    let gateways: TrustedGateways
    let logger: Logger

    func respond(to request: Request, context: Context) async throws -> Response {
        let id = Self.requestID(request)
        let answer: Answer
        do {
            var received = try await ReceivedRequest(
                request, id: id, largest: table.largestBody(request.method.rawValue, request.uri.path))
            received.address = gateways.address(of: received, peer: context.peer)
            answer = await self.answer(to: received)
        } catch {
            answer = framed(ErrorAnswers.json(ErrorAnswers.problem(of: error)), id)
        }
        let response = answer.response(to: context.channel)
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The whole answer to a request, however it came in.
    func answer(to request: ReceivedRequest) async -> Answer {
        let started = ContinuousClock.now
        var logger = logger
        logger[metadataKey: "request"] = "\(request.id)"
        logger[metadataKey: "trace"] = "\(request.trace.traceID)"
        var label = "none"
        let answer: Answer
        (answer, label) = await respond(request, logger)
        let took = started.duration(to: .now)
        HTTPMeasures.record(method: request.method, route: label, status: answer.status, took: took)
        logger.log(
            level: answer.status >= 500 ? .warning : .debug, "\(request.method) \(request.path)",
            metadata: ["status": "\(answer.status)", "took": "\(took.inMilliseconds)ms"])
        var framed = framed(answer, request.id)
        framed.headers += crossOrigin.fields(for: request) + [("traceparent", request.trace.traceparent)]
        return framed
    }

    private func framed(_ answer: Answer, _ id: String) -> Answer {
        var answer = answer
        answer.headers += wellKnown.securityHeaders.fields + [("X-Request-Id", id)]
        return answer
    }

    /// The answer and the name of the route that gave it.
    private func respond(_ request: ReceivedRequest, _ logger: Logger) async -> (Answer, String) {
        if let answer = await wellKnown.answer(request, state) { return (answer, "well-known") }
        guard let context = state.context else {
            return (ErrorAnswers.json(.unavailable("the service is starting: \(state.reason)")), "starting")
        }
        var request = request
        request.isSecure = context.configuration.isSecure
        return await Conversation(request: request, context: context, table: table, logger: logger).answer()
    }

    /// The caller's `X-Request-Id` when it is a decent one, else a new one.
    private static func requestID(_ request: Request) -> String {
        let allowed = { (c: Character) in c.isASCII && (c.isLetter || c.isNumber || "-_.".contains(c)) }
        if let name = HTTPField.Name("x-request-id"), let given = request.headers[name], (8...64).contains(given.count),
            given.allSatisfy(allowed)
        {
            return given
        }
        return UUID.timeOrdered().text
    }
}

extension Duration {
    /// Whole milliseconds.
    var inMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
    /// Seconds as a number, for metrics.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    /// That many hours.
    public static func hours(_ hours: Int) -> Duration { .seconds(hours * 3600) }
}
