/// What a person chose where their form and what is stored differ: fields named in `_take` have the stored value, which the
/// form carries as `_now:<name>`.
enum MergedFields {
    static func chosen(_ pairs: [(name: String, value: String)]) -> [(name: String, value: String)] {
        let taken = Set(pairs.filter { $0.name == "_take" }.map(\.value))
        guard !taken.isEmpty || pairs.contains(where: { $0.name.hasPrefix(prefix) }) else { return pairs }
        let own = pairs.filter { !taken.contains($0.name) && $0.name != "_take" && !$0.name.hasPrefix(prefix) }
        return own
            + pairs.filter { $0.name.hasPrefix(prefix) }.map { (String($0.name.dropFirst(prefix.count)), $0.value) }
            .filter { taken.contains($0.0) }
    }

    private static let prefix = "_now:"
}
