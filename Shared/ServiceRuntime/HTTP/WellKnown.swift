import Foundation

/// What a service answers whoever asks, ready or not: health, metrics, assets, its API document.
struct WellKnown: Sendable {
    let prefix: String
    let securityHeaders: SecurityHeaders
    let assets: Assets
    let document: Data
    let configuration: ServiceConfiguration

    func answer(_ request: ReceivedRequest, _ state: ServiceState) async -> Answer? {
        guard ["GET", "HEAD"].contains(request.method) else {
            return isFixed(request.path) ? wrongMethod(request) : nil
        }
        return switch request.path {
        case "/health/live": .text(200, "alive\n")
        case "/health/ready": await Readiness.answer(state)
        case "/metrics": .text(200, PrometheusRegistry.shared.exposition())
        case "\(prefix)/openapi.json": .json(200, document)
        default: request.path.hasPrefix("/assets/") ? assets.answer(request) : nil
        }
    }

    private func isFixed(_ path: String) -> Bool {
        ["/health/live", "/health/ready", "/metrics", "\(prefix)/openapi.json"].contains(path)
            || path.hasPrefix("/assets/")
    }

    private func wrongMethod(_ request: ReceivedRequest) -> Answer {
        var answer = request.method == "OPTIONS" ? Answer(status: 204) : ErrorAnswers.json(.methodNotAllowed)
        answer.headers.append(("Allow", "GET, HEAD, OPTIONS"))
        return answer
    }
}
