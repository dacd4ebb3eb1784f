import JSONSchema

/// What every route may answer besides its success.
enum OpenAPIResponses {
    /// The name of a response under `components`, and when it is given.
    private static let meanings: [Int: (name: String, meaning: String)] = [
        304: ("NotModified", "What the caller has is still current"),
        400: ("BadRequest", "The request cannot be read"),
        401: ("NotSignedIn", "Nobody is signed in, or not validly"),
        403: ("Forbidden", "The person may not do this"),
        404: ("NotFound", "There is no such thing, or the person may not know that there is"),
        409: ("Conflict", "The current state does not allow it, or a first call with this key is still under way"),
        412: ("Changed", "Somebody else changed the document meanwhile"),
        413: ("TooLarge", "The body is larger than is taken"),
        414: ("AddressTooLong", "The path and query are longer than is taken"),
        415: ("UnsupportedMediaType", "The body is neither JSON nor a form"),
        422: ("Unprocessable", "A field does not hold what it must, or a rule of the business refuses it"),
        428: ("RevisionNeeded", "The edit does not say which revision it is of"),
        429: ("TooManyRequests", "The caller asked too often; Retry-After says when to go on"),
        431: ("HeadersTooLarge", "The header fields are larger than is taken"),
        503: ("Unavailable", "Something the request needs is away for the moment"),
        504: ("Timeout", "There was no answer within the time limit"),
    ]

    static func name(_ status: Int) -> String { meanings[status]?.name ?? "Problem" }

    static func statuses(of route: Route) -> [Int] {
        var statuses = [400, 401, 404, 409, 414, 422, 429, 431, 503, 504]
        if route.access != .anyone || route.method != .get { statuses.append(403) }
        if route.hasEntityTag { statuses.append(304) }
        if route.method != .get { statuses += [413, 415] }
        if route.edits { statuses += [412, 428] }
        return statuses
    }

    static let shared = Dictionary(
        uniqueKeysWithValues: meanings.map { status, entry in (entry.name, response(status, entry.meaning)) })

    private static func response(_ status: Int, _ meaning: String) -> JSONValue {
        if status == 304 {
            return ["description": .string(meaning), "headers": ["ETag": ["$ref": "#/components/headers/ETag"]]]
        }
        var response: [String: JSONValue] = [
            "description": .string(meaning),
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
        if [429, 503, 504].contains(status) {
            response["headers"] = ["Retry-After": ["$ref": "#/components/headers/RetryAfter"]]
        }
        return .object(response)
    }

    static let headers: [String: JSONValue] = [
        "ETag": [
            "description": "Names this answer (RFC 9110); send it as If-None-Match, or as If-Match with an edit",
            "schema": ["type": "string"],
        ],
        "Link": ["description": "The next page, when there is one (RFC 8288)", "schema": ["type": "string"]],
        "RetryAfter": ["description": "Seconds after which to try again", "schema": ["type": "integer"]],
    ]
}
