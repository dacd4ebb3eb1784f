import EventContracts
import Kernel
import ServiceRuntime

// What an approval is about, as the one who answers it reads it.

extension Calling {
    /// A document by its kind and its number: `Trip TR-2026-000012`.
    func named(_ subject: String, of subjectType: String) -> String {
        "\(text("approval_of_\(Subject.word(for: subjectType))")) \(subject)"
    }

    /// Whom it is for and when; nil where neither is known.
    func whomAndWhen(_ matter: Matter) -> String? {
        let known = [matter.party, days(of: matter)].compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: " · ")
    }

    /// Why it is asked for; of what began before that was kept, the reason as it came.
    func why(_ matter: Matter?, or reason: String) -> String { matter.flatMap { why($0) } ?? reason }
}

extension ApprovalDetails {
    /// By which rule those are asked who are; nil of what began before that was kept.
    func rule(_ call: some Calling) -> String? {
        guard let ruleLevels else { return nil }
        if ruleLevels == 0 { return call.text("approval_rule_no_superior") }
        let rule = "approval_rule_\(Subject.word(for: subjectType))"
        guard let ruleFrom, ruleLevels > 1 else { return call.text(rule) }
        return Phrase.fill(call.text("\(rule)_from"), with: [call.format(ruleFrom), "\(ruleLevels)"])
    }
}
