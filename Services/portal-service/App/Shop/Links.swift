/// Where to go after a sign-in: only a path of ours, never another site.
func localPath(_ text: String?, else fallback: String) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\") else { return fallback }
    return text
}
