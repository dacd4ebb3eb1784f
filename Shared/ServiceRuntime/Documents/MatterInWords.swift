import EventContracts
import Kernel

extension Calling {
    /// When it is; nil where that is not known.
    public func days(of matter: Matter) -> String? {
        guard let from = matter.from else { return nil }
        return days(from, matter.to ?? from)
    }

    /// Why: the person's own words, or the prices that are too low; nil where neither is known.
    public func why(_ matter: Matter) -> String? {
        guard let low = matter.belowFloor, !low.isEmpty else { return matter.reason }
        return low.map { line in
            Phrase.fill(
                text("matter_below_floor"),
                with: [
                    name(line.name, line.nameZh), line.sku, format(line.unitPrice), format(line.listPrice),
                ])
        }.joined(separator: " ")
    }

    /// All that is known of it in one line; nil where nothing is.
    ///
    /// - Parameter asker: the name of who asks.
    public func tell(_ matter: Matter, asker: String? = nil) -> String? {
        let known = [
            asker, matter.party, days(of: matter), matter.amount.map { format($0) }, why(matter).map(shortened),
        ].compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: " · ")
    }

    /// As much of a long text as fits a line or two.
    private func shortened(_ text: String) -> String { text.count > 200 ? "\(text.prefix(199))…" : text }
}
