import Foundation
import JSONSchema

/// What went wrong with one field of the input.
public struct FieldProblem: Sendable, Hashable {
    /// The path of the field, such as `lines[0].quantity`.
    public let field: String
    public let message: Phrase

    public init(field: String, message: Phrase) {
        (self.field, self.message) = (field, message)
    }
}

extension FieldProblem: Encodable {
    private enum CodingKeys: String, CodingKey { case field, message }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(field, forKey: .field)
        try container.encode(message.description, forKey: .message)
    }
}

/// An error as the caller sees it (RFC 9457): thrown anywhere in a handler, answered with its status.
public struct Problem: Error, Sendable, Hashable {
    /// The stable name of the kind, such as `not-found`; on the wire `urn:qiao:problem:not-found`.
    public let type: String
    public let status: Int
    /// The kind in words; does not vary from case to case.
    public let title: String
    /// This case in words, for the person who reads it.
    public let said: Phrase?
    public var fields: [FieldProblem] = []
    /// After how many seconds trying again makes sense; nil when it does not.
    public var retryAfter: Int?

    public init(
        type: String, status: Int, title: String, detail: Phrase? = nil, fields: [FieldProblem] = [],
        retryAfter: Int? = nil
    ) {
        (self.type, self.status, self.title, said) = (type, status, title, detail)
        (self.fields, self.retryAfter) = (fields, retryAfter)
    }

    /// This case in English.
    public var detail: String? { said?.description }
}

/// An error of a domain that says what the caller should see.
public protocol ProblemConvertible: Error {
    var problem: Problem { get }
}

extension Problem {
    /// 404: there is no such thing, or the person may not know that there is.
    public static func notFound(_ what: String, _ id: some CustomStringConvertible) -> Problem {
        Problem(type: "not-found", status: 404, title: "Not found", detail: "there is no \(thing: what) \(id)")
    }
    /// 404 without saying more.
    public static let notFound = Problem(type: "not-found", status: 404, title: "Not found")
    /// 409: the document's state does not allow it.
    public static func conflict(_ detail: Phrase) -> Problem {
        Problem(type: "conflict", status: 409, title: "The current state does not allow this", detail: detail)
    }
    /// 409 with Retry-After: something from another service has not arrived here yet.
    public static func notYetKnown(_ what: String, _ id: some CustomStringConvertible) -> Problem {
        Problem(
            type: "not-yet-known", status: 409, title: "Not known here yet",
            detail: "\(thing: what) \(id) is not known here yet; try again shortly", retryAfter: 1)
    }
    /// 403: the person may not do this.
    public static func forbidden(_ detail: Phrase) -> Problem {
        Problem(type: "forbidden", status: 403, title: "Not allowed", detail: detail)
    }
    /// 401: nobody is signed in, or no longer.
    public static let notSignedIn = Problem(
        type: "not-signed-in", status: 401, title: "Sign in first",
        detail: "send a session as cookie qiao_session or as Authorization: Bearer")
    /// 422: a field does not hold what it must.
    public static func invalid(field: String, _ message: Phrase) -> Problem {
        invalid([FieldProblem(field: field, message: message)])
    }
    /// 422: several fields do not hold what they must.
    public static func invalid(_ fields: [FieldProblem]) -> Problem {
        Problem(
            type: "invalid-input", status: 422, title: "The input is not valid",
            detail: Phrase(fields.map { "\($0.field): \($0.message)" }.joined(separator: "; ")), fields: fields)
    }
    /// 422: well-formed, but a rule of the business refuses it. `type` names the rule, such as `floor-price`.
    public static func unprocessable(type: String, _ detail: Phrase) -> Problem {
        Problem(type: type, status: 422, title: "A rule does not allow this", detail: detail)
    }
    /// 400: the request itself is malformed.
    public static func badRequest(_ detail: Phrase) -> Problem {
        Problem(type: "bad-request", status: 400, title: "The request cannot be read", detail: detail)
    }
    /// 405; the header `Allow` says what may be done instead.
    static let methodNotAllowed = Problem(
        type: "method-not-allowed", status: 405, title: "This is not done with this method")
    /// 503 with Retry-After: something this request needs is away for the moment.
    public static func unavailable(_ detail: Phrase, retryAfter: Int = 2) -> Problem {
        Problem(
            type: "unavailable", status: 503, title: "Temporarily unavailable", detail: detail, retryAfter: retryAfter)
    }
    /// 500: our mistake; the log has the cause under the request id.
    public static let internalError = Problem(
        type: "internal", status: 500, title: "Something went wrong on our side",
        detail: "try again; if it stays, tell the administrator the number of the request below")
}

extension Problem: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type, status, title, detail, errors, instance
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("urn:qiao:problem:\(type)", forKey: .type)
        try container.encode(status, forKey: .status)
        try container.encode(title, forKey: .title)
        try container.encodeIfPresent(detail, forKey: .detail)
        if !fields.isEmpty { try container.encode(fields, forKey: .errors) }
    }

    /// The JSON Schema of the wire form.
    static let jsonSchema: JSONValue = [
        "type": "object", "required": ["type", "status", "title"],
        "properties": [
            "type": ["type": "string", "format": "uri"],
            "status": ["type": "integer"],
            "title": ["type": "string"],
            "detail": ["type": "string"],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["field", "message"],
                    "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                ],
            ],
        ],
    ]
}
