import Foundation

/// The kinds of files that are known by their first bytes.
public enum FileKind: String, Sendable, CaseIterable {
    case jpeg, png, webp, gif, pdf

    /// Nil for anything else: text, markup and programs have no first bytes that one could trust.
    public init?(of bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(12))
        let found = Self.allCases.first { kind in
            kind.marks.contains { mark in
                start.count >= mark.at + mark.bytes.count
                    && start[mark.at..<(mark.at + mark.bytes.count)].elementsEqual(mark.bytes)
            }
        }
        guard let found else { return nil }
        // A RIFF file holds many things.
        if found == .webp, !start.starts(with: Array("RIFF".utf8)) { return nil }
        self = found
    }

    private var marks: [(at: Int, bytes: [UInt8])] {
        switch self {
        case .jpeg: [(0, [0xFF, 0xD8, 0xFF])]
        case .png: [(0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])]
        case .webp: [(8, Array("WEBP".utf8))]
        case .gif: [(0, Array("GIF87a".utf8)), (0, Array("GIF89a".utf8))]
        case .pdf: [(0, Array("%PDF-".utf8))]
        }
    }

    /// As people call it.
    var word: String { self == .webp ? "WebP" : rawValue.uppercased() }

    /// Registered with IANA.
    public var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .webp: "image/webp"
        case .gif: "image/gif"
        case .pdf: "application/pdf"
        }
    }
}
