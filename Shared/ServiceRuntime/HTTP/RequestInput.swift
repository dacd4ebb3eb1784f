import Foundation
import JSONSchema

/// Puts path, query and body together: what the path says wins over the body, the body over the query.
enum RequestInput {
    /// - Parameter isProgram: a program asks: it leaves out what it does not mean, and `limit=` is no number.
    /// - Parameter takesFiles: the body must be a form with files.
    /// - Throws: ``Problem`` 400 when the body cannot be read, 415 when it is neither JSON nor a form.
    static func collect(
        _ request: ReceivedRequest, parameters: [String: String], isProgram: Bool = false, takesFiles: Bool = false
    ) throws -> InputValue {
        let query = try FormFields.parse(request.query, keepsEmpty: isProgram)
        let path = InputValue.object(parameters.mapValues { .text($0) })
        let body = takesFiles ? try MultipartFields.parse(request) : try body(of: request)
        return query.merging(body).merging(path)
    }

    private static func body(of request: ReceivedRequest) throws -> InputValue {
        guard request.isUnsafe, !request.body.isEmpty else { return .empty }
        let type = request.header("content-type") ?? "application/json"
        if type.hasPrefix(ReceivedRequest.formType) {
            return try FormFields.parse(String(decoding: request.body, as: UTF8.self))
        }
        guard type.hasPrefix("application/json") else {
            throw Problem(
                type: "unsupported-media-type", status: 415, title: "This kind of body is not understood",
                detail: "send application/json or application/x-www-form-urlencoded")
        }
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: request.body) else {
            throw Problem.badRequest("the body is not JSON")
        }
        guard case .object = json else { throw Problem.badRequest("the body must be a JSON object") }
        return InputValue(json)
    }
}
