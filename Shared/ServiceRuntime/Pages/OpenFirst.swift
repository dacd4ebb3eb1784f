/// The state by which a list is narrowed whose page begins with what is open: whoever looks for something looks among all.
///
/// - Parameters:
///   - wanted: the state that was asked for; `all` narrows nothing.
///   - open: what the list calls the state of what is open.
public func stateShown(_ wanted: String?, among open: String = "open", searching text: String?) -> String? {
    if wanted == "all" { return nil }
    return wanted ?? (text?.contains { !$0.isWhitespace } ?? false ? nil : open)
}
