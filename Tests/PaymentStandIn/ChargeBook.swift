import Foundation

/// A charge: what a merchant asked to be collected.
struct Charge: Sendable {
    /// The merchant's own number of it, one charge each.
    let paymentID: String
    let fields: [String: String]
    /// Set when the payer paid; never changes after.
    var transactionID: String?
    /// The merchant answered the notification with success.
    var notified = false
    /// Refund numbers already carried out.
    var refunds: Set<String> = []

    subscript(field: String) -> String { fields[field] ?? "" }
}

/// The charges of this process. It forgets them when it ends: a merchant asks again and gets the same charge.
actor ChargeBook {
    private var charges: [String: Charge] = [:]

    enum Opening { case opened, known, differs }

    /// Asking again with the same content is the same charge; with other content it is refused.
    func open(_ fields: [String: String]) -> Opening {
        let paymentID = fields["paymentID"] ?? ""
        if let known = charges[paymentID] { return known.fields == fields ? .known : .differs }
        charges[paymentID] = Charge(paymentID: paymentID, fields: fields)
        return .opened
    }

    func charge(_ paymentID: String) -> Charge? { charges[paymentID] }

    /// Pays once; again, it is the same transaction.
    func pay(_ paymentID: String) -> Charge? {
        guard charges[paymentID] != nil else { return nil }
        if charges[paymentID]?.transactionID == nil {
            charges[paymentID]?.transactionID = "T" + UUID().uuidString.replacing("-", with: "")
        }
        return charges[paymentID]
    }

    func notified(_ paymentID: String) { charges[paymentID]?.notified = true }

    /// Gives the money back under the merchant's refund number; the same number again does nothing more. A charge from
    /// before a restart is no longer known here, and its refund is taken as it comes.
    func refund(_ paymentID: String, _ refundID: String) { charges[paymentID]?.refunds.insert(refundID) }
}
