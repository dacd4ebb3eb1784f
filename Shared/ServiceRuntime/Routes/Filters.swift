import Foundation
import Kernel
import Postgres

// The conditions that lists have in common.

extension SQL {
    /// Whether one of the columns holds the text, in any case; nil when there is none to look for.
    public static func holds(_ text: String?, _ columns: SQL...) -> SQL? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        let pattern = "%\(plain(text))%"
        return "(" + columns.map { "\($0) ilike \(pattern)" as SQL }.joined(separator: " or ") + ")"
    }

    /// Whether the column begins with the text, in any case, found by an index of `lower(column) text_pattern_ops`. Not
    /// by `like`: statements are planned before it is known what is looked for, and so whether that has a beginning.
    public static func begins(_ text: String, _ column: SQL) -> SQL {
        let least = text.lowercased()
        let beyond = least + "\u{10FFFF}"
        return "(lower(\(column)) ~>=~ \(least) and lower(\(column)) ~<~ \(beyond))"
    }

    /// Whether one of the columns holds the telephone number, however either of them is written; nil where the text is
    /// none.
    public static func holdsTelephone(_ text: String?, _ columns: SQL...) -> SQL? {
        guard let digits = text.flatMap(Telephone.digits(of:)) else { return nil }
        // Whoever calls from the same country leaves its number out.
        let pattern = "%\(digits.suffix(9))%"
        return "("
            + columns.map { "regexp_replace(\($0), '[^0-9]', '', 'g') like \(pattern)" as SQL }
            .joined(separator: " or ") + ")"
    }

    /// As it stands in a pattern.
    private static func plain(_ text: String) -> String {
        ["\\", "%", "_"].reduce(text) { $0.replacing($1, with: "\\\($1)") }
    }

    /// Whether the instant falls on one of the company's days, both included; nil when neither is given.
    public static func instant(_ column: SQL, from: BusinessDate?, to: BusinessDate?) -> SQL? {
        bounds(
            from.map { "\(column) >= \($0)::date::timestamp at time zone \(BusinessDate.zone.identifier)" },
            to.map { "\(column) < \($0.adding(days: 1))::date::timestamp at time zone \(BusinessDate.zone.identifier)" }
        )
    }

    /// Whether the day is between the two, both included; nil when neither is given.
    public static func day(_ column: SQL, from: BusinessDate?, to: BusinessDate?) -> SQL? {
        bounds(from.map { "\(column) >= \($0)" }, to.map { "\(column) <= \($0)" })
    }

    private static func bounds(_ from: SQL?, _ to: SQL?) -> SQL? {
        let both = [from, to].compactMap(\.self)
        return both.isEmpty ? nil : both.joined(separator: " and ")
    }
}
