import Foundation

/// What a service answers whoever asks, ready or not: health, metrics, assets, its API document, sign-out.
struct WellKnown: Sendable {
    let prefix: String
    let securityHeaders: SecurityHeaders
    let assets: Assets
    let document: Data
    let configuration: ServiceConfiguration

    func answer(_ request: ReceivedRequest, _ state: ServiceState) async -> Answer? {
        switch request.path {
        case "/health/live": .text(200, "alive\n")
        case "/health/ready": await Readiness.answer(state)
        case "/metrics": .text(200, PrometheusRegistry.shared.exposition())
        case "\(prefix)/openapi.json": .json(200, document)
        case "\(prefix)/sign-out" where request.method == "POST": signOut(request)
        default: request.path.hasPrefix("/assets/") ? assets.answer(request) : nil
        }
    }

    private func signOut(_ request: ReceivedRequest) -> Answer {
        do { try CrossSite.check(request, publicURL: configuration.publicURL) } catch {
            return ErrorAnswers.json(ErrorAnswers.problem(of: error))
        }
        var answer = Answer.redirect(to: "/")
        answer.headers = answer.headers + SessionEnded().cookies(configuration).map { ("Set-Cookie", $0) }
        return answer
    }
}
