import Foundation

/// A value as it may stand in a query or as a segment of a path.
func urlEncoded(_ text: String) -> String {
    let unreserved = CharacterSet(charactersIn: "-._~").union(
        .alphanumerics.intersection(CharacterSet(charactersIn: "\0"..."\u{7F}")))
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}

/// Where to go after a sign-in: only a path of ours, never another site.
func localPath(_ text: String?, else fallback: String) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\") else { return fallback }
    return text
}
