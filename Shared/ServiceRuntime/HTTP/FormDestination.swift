import Foundation
import JSONSchema

/// Where a browser goes after a form.
enum FormDestination {
    /// The route's `then` with its places filled, else the form's `_back`, else the page it came from.
    static func after(_ route: Route, _ answer: RouteAnswer, _ input: InputValue, _ request: ReceivedRequest) -> String
    {
        let output = (try? JSONDecoder().decode(JSONValue.self, from: answer.body)).map { InputValue($0) } ?? .empty
        if let then = route.then { return whole(then, output) ?? filled(then, output, input) }
        if let back = input["_back"]?.scalarText, isLocal(back) { return back }
        return back(request) ?? "/"
    }

    /// `{paymentURL}` alone is a whole address that the handler gave, elsewhere perhaps.
    private static func whole(_ template: String, _ output: InputValue) -> String? {
        guard template.first == "{", template.firstIndex(of: "}") == template.indices.last else { return nil }
        return output[String(template.dropFirst().dropLast())]?.scalarText
    }

    /// The page of ours that a form came from.
    static func back(_ request: ReceivedRequest) -> String? {
        guard let referer = request.header("referer"), let url = URLComponents(string: referer) else { return nil }
        let location = url.percentEncodedPath + (url.percentEncodedQuery.map { "?\($0)" } ?? "")
        return isLocal(location) ? location : nil
    }

    /// A path on this site; `//other.example` is none.
    static func isLocal(_ location: String) -> Bool {
        location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\")
            && location.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }

    private static func filled(_ template: String, _ output: InputValue, _ input: InputValue) -> String {
        var location = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            let text = output[name]?.scalarText ?? input[name]?.scalarText ?? ""
            location += rest[..<open]
            location += urlEncoded(text, keepsSlashes: true)
            rest = rest[rest.index(after: close)...]
        }
        return location + rest
    }
}
