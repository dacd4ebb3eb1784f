import CRMDomain
import CRMEvents
import EventContracts
import Kernel
import Messaging

extension EventTransaction {
    /// Nobody need decide any longer over a version that left its approval undecided: it was replaced, or the customer
    /// declined the quote.
    func withdrawRequests(for rules: Quote, of locked: LockedQuote) {
        let number = locked.quote.number
        let current = rules.versions.last { $0.state == .inApproval || $0.state == .sent }
        for old in locked.versions where old.state == .inApproval {
            guard let request = old.requestID, let reason = rules.withdrawal(of: old.version) else { continue }
            emit(
                ApprovalWithdrawn(
                    requestID: request, subjectType: "crm.quote", subjectID: locked.quote.quoteID.rawValue,
                    subject: versionNumber(number, old.version), reason: reason,
                    replacedBy: reason == .replaced ? current.map { versionNumber(number, $0.number) } : nil))
        }
    }
}

extension Quote {
    /// Why a version that was in approval needs none now; nil when it still does, or when it was decided.
    fileprivate func withdrawal(of version: Int) -> ApprovalWithdrawal? {
        switch versions.first(where: { $0.number == version })?.state {
        case .superseded: .replaced
        case .declined: .declined
        default: nil
        }
    }
}
