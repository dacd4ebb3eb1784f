import Foundation

/// Reads `multipart/form-data` (RFC 7578, RFC 2046 section 5.1) as its bytes come, in whatever pieces. Strict: what a
/// browser or a program in its right mind never sends is refused, not guessed at.
struct MultipartReader {
    /// A part with its name; a file when it has a filename.
    struct Part: Sendable, Hashable {
        let name: String
        let filename: String?
        let contentType: String?
        var content: Data
    }

    static let mostParts = 64
    static let longestHeader = 4096

    private enum Place {
        /// Before the first boundary, where nothing may stand.
        case start
        case headers
        case content(Part)
        /// After a boundary: another part, or the end.
        case boundary
        /// After the last boundary, where whatever stands is nobody's.
        case end
    }

    private let delimiter: Data
    private var place = Place.start
    private var unread = Data()
    private(set) var parts: [Part] = []

    /// - Parameter boundary: as the header Content-Type says it, 1 to 70 characters.
    /// - Throws: ``Problem`` 400 for one that cannot be.
    init(boundary: String) throws {
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
            boundary.last != " "
        else { throw Self.malformed("its boundary cannot be one") }
        delimiter = Data("\r\n--\(boundary)".utf8)
        // The first boundary has no line before it.
        unread = Data("\r\n".utf8)
    }

    /// Takes the next bytes.
    /// - Throws: ``Problem`` 400 as soon as they make no sense.
    mutating func read(_ bytes: Data) throws {
        unread.append(bytes)
        while try step() {}
    }

    /// All parts, once nothing more comes.
    /// - Throws: ``Problem`` 400 when the last boundary is missing.
    func finished() throws -> [Part] {
        guard case .end = place else { throw Self.malformed("it ends before its last boundary") }
        return parts
    }

    /// One step further; false when more bytes are needed.
    private mutating func step() throws -> Bool {
        switch place {
        case .start: return try takeFirstBoundary()
        case .boundary: return try takeBoundaryEnd()
        case .headers: return try takeHeaders()
        case .content(let part): return takeContent(part)
        case .end:
            unread = Data()
            return false
        }
    }

    private mutating func takeFirstBoundary() throws -> Bool {
        guard unread.count >= delimiter.count else {
            if !delimiter.starts(with: unread) { throw Self.malformed("it does not begin with its boundary") }
            return false
        }
        guard unread.starts(with: delimiter) else { throw Self.malformed("it does not begin with its boundary") }
        drop(delimiter.count)
        place = .boundary
        return true
    }

    private mutating func takeBoundaryEnd() throws -> Bool {
        guard unread.count >= 2 else { return false }
        switch Array(unread.prefix(2)) {
        case Array("--".utf8): place = .end
        case Array("\r\n".utf8): place = .headers
        default: throw Self.malformed("a boundary is followed by something else")
        }
        drop(2)
        return true
    }

    private mutating func takeHeaders() throws -> Bool {
        guard let end = unread.range(of: Data("\r\n\r\n".utf8)) else {
            guard unread.count <= Self.longestHeader else { throw Self.malformed("a part's header is too long") }
            return false
        }
        let length = unread.distance(from: unread.startIndex, to: end.lowerBound)
        guard length <= Self.longestHeader else { throw Self.malformed("a part's header is too long") }
        guard parts.count < Self.mostParts else { throw Self.malformed("it has more than \(Self.mostParts) parts") }
        let header = try MultipartHeader(unread.prefix(length))
        place = .content(
            Part(name: header.name, filename: header.filename, contentType: header.contentType, content: Data()))
        drop(length + 4)
        return true
    }

    /// What cannot be the beginning of a boundary belongs to the part.
    private mutating func takeContent(_ part: Part) -> Bool {
        var part = part
        guard let boundary = unread.range(of: delimiter) else {
            let sure = unread.count - (delimiter.count - 1)
            guard sure > 0 else { return false }
            part.content.append(unread.prefix(sure))
            drop(sure)
            place = .content(part)
            return false
        }
        let length = unread.distance(from: unread.startIndex, to: boundary.lowerBound)
        part.content.append(unread.prefix(length))
        parts.append(part)
        drop(length + delimiter.count)
        place = .boundary
        return true
    }

    private mutating func drop(_ count: Int) { unread = Data(unread.dropFirst(count)) }

    static func malformed(_ why: Phrase) -> Problem {
        .badRequest("the body is no multipart/form-data that can be read: \(why.description)")
    }
}
