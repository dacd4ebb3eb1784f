import Foundation

/// The parts of a multipart body as the fields of a form, files among them.
enum MultipartFields {
    /// - Throws: ``Problem`` 400 when the body cannot be read, 415 when it is something else.
    static func parse(_ request: ReceivedRequest) throws -> InputValue {
        guard let (type, parameters) = request.header("content-type").flatMap(HeaderParameters.read),
            type == "multipart/form-data"
        else {
            throw Problem(
                type: "unsupported-media-type", status: 415, title: "This kind of body is not understood",
                detail: "send multipart/form-data, the file as a part of it")
        }
        guard let boundary = parameters["boundary"] else { throw MultipartReader.malformed("it has no boundary") }
        var reader = try MultipartReader(boundary: boundary)
        try reader.read(request.body)
        var fields: [String: InputValue] = [:]
        for part in try reader.finished() {
            guard let value = try value(of: part) else { continue }
            fields[part.name] = appended(value, to: fields[part.name])
        }
        return .object(fields)
    }

    /// A name that comes several times is a list.
    private static func appended(_ value: InputValue, to present: InputValue?) -> InputValue {
        switch present {
        case nil: value
        case .array(let elements)?: .array(elements + [value])
        case let single?: .array([single, value])
        }
    }

    /// Nil for what was left empty: a field without text, a choice of a file without a file.
    private static func value(of part: MultipartReader.Part) throws -> InputValue? {
        if let filename = part.filename {
            guard !filename.isEmpty || !part.content.isEmpty else { return nil }
            return .file(UploadedFile(name: filename, declared: part.contentType, bytes: part.content))
        }
        guard let text = String(bytes: part.content, encoding: .utf8) else {
            throw MultipartReader.malformed("the field \(part.name) is not UTF-8")
        }
        return text.isEmpty ? nil : .text(text)
    }
}
