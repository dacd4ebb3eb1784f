import Crypto
import Foundation
import JSONSchema

/// A file that came as a part of `multipart/form-data`. Who sends it may call it what they like: what it is, its bytes
/// say.
public struct UploadedFile: Sendable, Hashable {
    /// What it was called where it came from; for people only, never a path.
    public let name: String
    /// What the sender takes it for; nil when they did not say.
    let declared: String?
    public let bytes: Data

    /// What its bytes say that it is; nil when that is nothing known.
    public var kind: FileKind? { FileKind(of: bytes) }

    /// Its kind, if it is one of those that a field takes.
    ///
    /// - Throws: ``Problem`` 422 `wrong-content` naming the field and what to send instead: for what is something else, or
    ///   says that it is something else than it is.
    public func kind(of kinds: [FileKind], field: String) throws -> FileKind {
        guard let kind, kinds.contains(kind) else {
            throw Self.wrong(field, "must be a file of one of the kinds \(kinds.map(\.word).joined(separator: ", "))")
        }
        let claims = FileKind.allCases.first { $0.mediaType == declared }
        guard claims == nil || claims == kind else {
            throw Self.wrong(field, "is a file of the kind \(kind.word), not \(declared ?? ""); send it as what it is")
        }
        return kind
    }

    private static func wrong(_ field: String, _ message: Phrase) -> Problem {
        Problem(
            type: "wrong-content", status: 422, title: "The file is not what the field takes",
            detail: "\(field): \(message.description)", fields: [FieldProblem(field: field, message: message)])
    }

    /// What stands for the content in the audit trail and for an idempotency key.
    var fingerprint: String { Data(SHA256.hash(data: bytes)).base64URL }
}

extension UploadedFile: Codable, SchemaRepresentable {
    /// Only ``InputDecoder`` has files: they are not in any other form of input.
    public init(from decoder: any Decoder) throws {
        guard let input = decoder as? InputDecoder else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: Self.expected))
        }
        guard case .file(let file) = input.value else { throw input.mismatch(Self.expected) }
        self = file
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    private static let expected = "a file, as a part of multipart/form-data with a filename"

    public static var jsonSchema: JSONValue { ["type": "string", "format": "binary"] }
    public static var schemaExample: UploadedFile { UploadedFile(name: "file", declared: nil, bytes: Data([0])) }
}
