import Foundation
import Kernel
import Logging
import Postgres

/// One request and its answer, once the service is ready: who asks, in which language, may they, what do they get.
struct Conversation: Sendable {
    let request: ReceivedRequest
    let context: ServiceContext
    let table: RouteTable
    let logger: Logger

    /// The answer, whatever happens, and the route's path with its places unfilled, for the metrics.
    func answer() async -> (Answer, String) {
        let language = language
        var call = Call(person: nil, language: language, service: context, request: request)
        var name = "none"
        var limits: [(String, String)] = []
        do {
            if let answer = try await SessionDoor(request: request, context: context).answer() {
                return (decorated(answer), "session")
            }
            if let answer = try ChoicesDoor(request: request, context: context).answer() {
                return (decorated(answer), "choices")
            }
            let reading = try await knownReading()
            if let key = reading.person?.keyID { context.apiKeys.note(key, context) }
            call = Call(person: reading.person, language: language, service: context, request: request)
            limits = try context.limiter.take(call.person?.id.text ?? request.address)
            if request.method == "OPTIONS" { return (try options(), "options") }
            let (route, path, parameters) = try route()
            name = path
            limits += route.deprecation?.fields ?? []
            if let detour = SessionRenewal.detour(request, reading, route) { return (decorated(detour), name) }
            try await check(reading, route, call)
            if route.isLive { return (decorated(try await LiveDoor(conversation: self).answer(call), limits), name) }
            return (decorated(try await answer(of: route, parameters, call), limits), name)
        } catch {
            return (decorated(await answer(to: error, call), limits), name)
        }
    }

    /// What only reads keeps one connection, on whose thread it runs.
    private func answer(of route: Route, _ parameters: [String: String], _ call: Call) async throws -> Answer {
        let limit = context.configuration.timeLimit
        guard route.onlyReads else {
            return try await withTimeLimit(limit) { try await perform(route, parameters, call) }
        }
        return try await context.database.keepingConnection { thread in
            try await withTimeLimit(limit, on: thread) { try await perform(route, parameters, call) }
        }
    }

    /// A token that is no good counts against the address it came from.
    private func knownReading() async throws -> SessionReading {
        do { return try await reading() } catch {
            _ = try context.limiter.take(request.address)
            throw error
        }
    }

    private func options() throws -> Answer {
        let allowed = table.methods(request.path)
        guard !allowed.isEmpty else { throw Problem.notFound }
        let preflight = context.crossOrigin.preflight(request, methods: allowed)
        return Answer(status: 204, headers: [("Allow", allowed.joined(separator: ", "))] + preflight)
    }

    private func route() throws -> (Route, path: String, [String: String]) {
        let method = Method(rawValue: request.method == "HEAD" ? "GET" : request.method)
        switch table.match(method ?? .get, request.path) {
        case .found(let route, let path, let parameters) where method != nil: return (route, path, parameters)
        case .none: throw Problem.notFound
        case .wrongMethod, .found: throw MethodNotAllowed(allowed: table.methods(request.path))
        }
    }

    /// May the person be here; and if nobody is signed in although a token came, why not.
    private func check(_ reading: SessionReading, _ route: Route, _ call: Call) async throws {
        do { try route.access.check(reading.person) } catch {
            try await recordRefusal(route, call)
            if SessionRenewal.wasInVain(request, reading) {
                throw Problem.unavailable("the session was renewed, but its key has not come here yet", retryAfter: 1)
            }
            let problem = error as? Problem
            throw Refused(problem: problem?.status == 401 ? reading.problem : problem, access: route.access)
        }
        if route.needsProof { try await RecentProof.check(call) }
    }

    private func perform(_ route: Route, _ parameters: [String: String], _ call: Call) async throws -> Answer {
        if route.checksOrigin { try CrossSite.check(request, publicURL: context.configuration.publicURL) }
        let input = try await input(of: route, parameters, call)
        let result: RouteResult
        do { result = try await route.perform(input, keyed(call, input)) } catch {
            // Of what an address names, nothing was entered that could be checked.
            let wrong = ErrorAnswers.problem(of: error).fields.contains { parameters[$0.field] != nil }
            throw route.isPage && wrong ? Problem.notFound : error
        }
        switch result {
        case .view(let view):
            if ListQuery(request).wantsFile, let list = view as? any ShowsTable { return list.table.file().answer }
            guard case .page(let template, let title) = route.kind else { throw Problem.internalError }
            let cart = try await context.inCart?(call)
            var answer = Answer.html(
                200, try context.pages.render(view, template: template, title: title, cart: cart, call))
            answer.headers.append(("Cache-Control", "no-store"))
            return answer
        case .data(let data): return answer(route, data, input)
        case .file(let file): return file.answer
        case .content(let content, let type): return content.answer(type, to: request)
        }
    }

    /// What the request says; what people typed names things as people do.
    func input(of route: Route, _ parameters: [String: String], _ call: Call) async throws -> InputValue {
        let input = try RequestInput.collect(
            call.request, parameters: parameters, isProgram: !route.isPage && route.method == .get,
            takesFiles: route.takesFiles)
        guard route.isPage || call.request.isForm else { return input }
        let isTyped = table.lookups.filter { parameters[$0.key] == nil }
        return try await TypedReferences(lookups: isTyped, call: call).resolved(input)
    }

    /// Whoever is signed in and wants what they may not is on record.
    private func recordRefusal(_ route: Route, _ call: Call) async throws {
        guard call.person != nil else { return }
        let refused = AuditedRoute(route.method, route.path, request)
        try await call.record(.refusal, refused.action, of: refused.document())
    }

    /// A form's key is its page's key with the path: several forms of one page share the page's key.
    private func keyed(_ call: Call, _ input: InputValue) -> Call {
        guard request.isForm, let key = input["_key"]?.scalarText else { return call }
        var request = request
        request.idempotencyKey = "\(key) \(request.path)"
        return Call(person: call.person, language: call.language, service: call.service, request: request)
    }

    private func answer(_ route: Route, _ data: RouteAnswer, _ input: InputValue) -> Answer {
        var answer: Answer
        if request.isForm {
            answer = .redirect(to: FormDestination.after(route, data, input, request))
            if let secret = data.shownOnce {
                answer.headers.append(cookie(Cookies.once, Data(secret.utf8).base64URL, seconds: 120))
            }
            // Whoever signed in sees that by the page they get.
            if data.cookies.isEmpty { answer.headers.append(cookie(Cookies.flash, "flash_done", seconds: 20)) }
        } else {
            answer = data.status == 204 ? Answer(status: 204) : .json(data.status, data.body)
            if let next = data.next { answer.headers.append(("Link", "<\(link(to: next))>; rel=\"next\"")) }
        }
        answer.headers += data.cookies.map { ("Set-Cookie", $0) }
        guard route.method == .get else { return answer }
        // Kept by the program that asked, never by what is between.
        answer.headers.append(("Cache-Control", "no-store"))
        let tag = EntityTag.of(data)
        answer.headers.append(("ETag", tag))
        return EntityTag.isKnown(tag, to: request) ? Answer(status: 304, headers: answer.headers) : answer
    }

    private func link(to cursor: String) -> String {
        let others = request.query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }
        return "\(request.path)?" + (others.map(String.init) + ["cursor=\(cursor)"]).joined(separator: "&")
    }

    // MARK: who and in which language

    func reading() async throws -> SessionReading {
        if let header = request.header("authorization"), header.lowercased().hasPrefix("bearer ") {
            return try await context.sessions.reading(of: String(header.dropFirst(7)))
        }
        guard let token = request.cookies[Cookies.session], !token.isEmpty else { return .nobody }
        return try await context.sessions.reading(of: token)
    }

    private var chosenLanguage: Language? {
        (try? FormFields.pairs(request.query))?.last { $0.name == "lang" }.flatMap { Language(rawValue: $0.value) }
    }

    private var language: Language {
        chosenLanguage ?? request.cookies[Cookies.language].flatMap { Language(rawValue: $0) }
            ?? request.header("accept-language").flatMap { Language(acceptLanguage: $0) } ?? .standard
    }

    /// Remembers a chosen language, and takes away what has been shown once.
    private func decorated(_ answer: Answer, _ limits: [(String, String)] = []) -> Answer {
        var answer = answer
        answer.headers += limits
        if let chosenLanguage {
            answer.headers.append(cookie(Cookies.language, chosenLanguage.rawValue, seconds: 365 * 86_400))
        }
        if answer.contentType?.hasPrefix("text/html") ?? false {
            for name in [Cookies.flash, Cookies.once] where request.cookies[name] != nil {
                answer.headers.append(cookie(name, "", seconds: 0))
            }
        }
        return answer
    }

    private func cookie(_ name: String, _ value: String, seconds: Int) -> (String, String) {
        ("Set-Cookie", Cookies.set(name, value, seconds: seconds, context.configuration))
    }

    // MARK: errors

    private struct Refused: Error {
        let problem: Problem?
        let access: Access
    }

    private struct MethodNotAllowed: Error {
        let allowed: [String]
    }

    private func answer(to error: any Error, _ call: Call) async -> Answer {
        switch error {
        case let redirect as Redirect: return redirect.answer(context.configuration)
        case let refused as Refused:
            let problem = refused.problem ?? .internalError
            if problem.status == 401, wantsPage { return .redirect(to: signIn(for: refused.access)) }
            return await answer(problem, call)
        case let problem as Problem where problem == .proofNeeded && wantsPage:
            return .redirect(to: "\(context.prefix)/prove?then=\(urlEncoded(placeBefore, keepsSlashes: true))")
        case let error as MethodNotAllowed:
            var answer = await answer(Problem.methodNotAllowed, call)
            answer.headers.append(("Allow", error.allowed.joined(separator: ", ")))
            return answer
        default:
            let problem = ErrorAnswers.problem(of: error)
            logger.log(
                level: ErrorAnswers.level(of: problem), "\(request.method) \(request.path) failed",
                metadata: ["error": "\(error)", "status": "\(problem.status)"])
            return await answer(problem, call)
        }
    }

    private func answer(_ problem: Problem, _ call: Call) async -> Answer {
        guard wantsPage else { return ErrorAnswers.json(problem) }
        if let form = await RefusedForm(conversation: self, problem: problem, call: call).answer() { return form }
        return ErrorAnswers.page(problem, call)
    }

    /// Whoever asks for a page gets one, whatever they say they accept.
    private var wantsPage: Bool {
        if case .found(let route, _, _) = table.match(.get, request.path), route.isPage { return true }
        return request.wantsPage
    }

    /// The sign-in page that leads back here.
    private func signIn(for access: Access) -> String {
        let page = access.isForShoppers ? Navigation.shopperSignIn : Navigation.staffSignIn
        return "\(page)?then=\(urlEncoded(placeBefore, keepsSlashes: true))"
    }

    /// Where to go on afterwards: this page, or the one whose form was sent.
    private var placeBefore: String {
        if request.isUnsafe { return FormDestination.back(request) ?? "/" }
        return request.query.isEmpty ? request.path : "\(request.path)?\(request.query)"
    }
}
