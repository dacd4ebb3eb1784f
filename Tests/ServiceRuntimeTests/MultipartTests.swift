import Foundation
import Testing

@testable import ServiceRuntime

@Suite struct MultipartTests {
    private static let boundary = "----cut8"

    /// As a browser sends it: text, a file, and a choice of a file that was left empty.
    private static let form = """
        ------cut8\r
        Content-Disposition: form-data; name="alt"\r
        \r
        Eine Tasse, 一只杯子\r
        ------cut8\r
        Content-Disposition: form-data; name="picture"; filename="C:\\\\cups\\\\a %22b%22.png"\r
        Content-Type: image/png\r
        \r
        \r\n--not the end\r\n------cut\r\n\u{0}\r
        ------cut8\r
        Content-Disposition: form-data; name="more"; filename=""\r
        Content-Type: application/octet-stream\r
        \r
        \r
        ------cut8--\r\n
        """

    private static func parts(_ pieces: [Data], boundary: String = boundary) throws -> [MultipartReader.Part] {
        var reader = try MultipartReader(boundary: boundary)
        for piece in pieces { try reader.read(piece) }
        return try reader.finished()
    }

    @Test func aFormIsRead() throws {
        let parts = try Self.parts([Data(Self.form.utf8)])
        #expect(parts.map(\.name) == ["alt", "picture", "more"])
        #expect(parts[0].content == Data("Eine Tasse, 一只杯子".utf8))
        #expect(parts[1].filename == "a \"b\".png" && parts[1].contentType == "image/png")
        #expect(parts[1].content == Data("\r\n--not the end\r\n------cut\r\n\0".utf8))
        #expect(parts[2].filename == "" && parts[2].content.isEmpty)
    }

    /// However the network cuts the bytes, the same parts come out.
    @Test func anySplitReadsTheSame() throws {
        let form = Data(Self.form.utf8)
        let whole = try Self.parts([form])
        for place in 0...form.count {
            #expect(try Self.parts([form.prefix(place), form.dropFirst(place)]) == whole, "cut at \(place)")
        }
        #expect(try Self.parts(form.map { Data([$0]) }) == whole)
    }

    /// Every beginning of it is unfinished, and whatever is done to it either reads or is refused as a mistake of the
    /// caller's.
    @Test(arguments: 0..<200) func garbageIsRefusedAsTheCallersMistake(seed: Int) throws {
        var form = Data(Self.form.utf8)
        if seed < 100 {
            form = form.prefix(form.count * seed / 104)
            #expect(throws: Problem.self) { try Self.parts([form]) }
        } else {
            for step in 1...5 { form[(seed * 7919 * step) % form.count] = UInt8(truncatingIfNeeded: seed * 31 * step) }
            do { _ = try Self.parts([form]) } catch let problem as Problem { #expect(problem.status == 400) }
        }
    }

    @Test(arguments: [
        "x", "--a", "--a\r\n\r\nno header\r\n--a--", "junk\r\n--a\r\n",
        "--a\r\nContent-Disposition: attachment; name=\"b\"\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data; name=\"b\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data; name=\"\u{7F}\"\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data; name=\"é\"\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data; name=\"b[0]\"\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n--a--",
        "--a\r\nContent-Disposition: form-data; name=b; name=c\r\n\r\n1\r\n--a--",
    ])
    func whatNoFormSendsIsRefused(text: String) throws {
        #expect(throws: Problem.self) { try Self.parts([Data(text.utf8)], boundary: "a") }
    }

    @Test func aNameThatComesSeveralTimesIsAList() throws {
        let part = "--a\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n"
        func fields(_ values: [String]) throws -> InputValue {
            let body = values.map { part + $0 + "\r\n" }.joined() + "--a--"
            return try MultipartFields.parse(
                ReceivedRequest(
                    id: "", method: "POST", path: "/", query: "",
                    headers: ["content-type": "multipart/form-data; boundary=a"], body: Data(body.utf8),
                    idempotencyKey: nil))
        }
        #expect(try fields(["1"])["b"] == .text("1"))
        #expect(try fields(["1", "", "2", "3"])["b"] == .array([.text("1"), .text("2"), .text("3")]))
    }

    @Test func limitsHold() throws {
        let part = "--a\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n"
        let many = String(repeating: part, count: MultipartReader.mostParts + 1) + "--a--"
        #expect(throws: Problem.self) { try Self.parts([Data(many.utf8)], boundary: "a") }
        let long = "--a\r\nX: " + String(repeating: "y", count: MultipartReader.longestHeader) + "\r\n\r\n1\r\n--a--"
        #expect(throws: Problem.self) { try Self.parts([Data(long.utf8)], boundary: "a") }
        #expect(throws: Problem.self) { _ = try MultipartReader(boundary: "") }
    }
}

@Suite struct FileKindTests {
    @Test(arguments: [
        ("\u{89}PNG", nil), ("GIF89a....", FileKind.gif), ("%PDF-1.7", .pdf), ("<svg xmlns=", nil), ("<html>", nil),
        ("RIFF....WEBPVP8 ", .webp), ("RIFF....AVI ", nil), ("........WEBP", nil), ("", nil),
    ])
    func aFileIsWhatItsBytesSay(text: String, kind: FileKind?) {
        #expect(FileKind(of: Data(text.utf8)) == kind)
    }

    @Test func aNameAndATypeAreNotBelieved() throws {
        let gif = Data("GIF89a..".utf8)
        let honest = UploadedFile(name: "a.png", declared: "image/gif", bytes: gif)
        #expect(try honest.kind(of: [.gif], field: "picture") == .gif)
        let silent = UploadedFile(name: "a.exe", declared: "application/octet-stream", bytes: gif)
        #expect(try silent.kind(of: [.gif, .png], field: "picture") == .gif)
        for (declared, kinds) in [("image/png", [FileKind.gif]), ("image/gif", [.png, .jpeg])] {
            let file = UploadedFile(name: "a", declared: declared, bytes: gif)
            #expect(throws: Problem.self) { _ = try file.kind(of: kinds, field: "picture") }
        }
    }
}
