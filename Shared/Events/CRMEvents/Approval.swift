import EventContracts
import Foundation
import Kernel

/// CRM asks OA for an approval.
public struct ApprovalRequested: Event {
    public static let type = "crm.approval.requested"
    public static let summary = "CRM asks OA for an approval."
    public var requestID: UUID
    public var subjectType: String
    public var subjectID: UUID
    public var subject: String
    public var applicantID: StaffID
    public var reason: String
    public var amount: Money
    public var link: String
    public var contentHash: String
    /// Whom it is for and why it needs an answer.
    public var matter: Matter?

    public init(
        requestID: UUID, subjectType: String, subjectID: UUID, subject: String, applicantID: StaffID, reason: String,
        amount: Money, link: String, contentHash: String, matter: Matter? = nil
    ) {
        self.requestID = requestID
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subject = subject
        self.applicantID = applicantID
        self.reason = reason
        self.amount = amount
        self.link = link
        self.contentHash = contentHash
        self.matter = matter
    }
    public var aggregate: UUID { requestID }
    public var label: String? { subject }
}

/// CRM no longer needs an approval it asked for; whoever was to decide need not.
public struct ApprovalWithdrawn: Event {
    public static let type = "crm.approval.withdrawn"
    public static let summary = "CRM no longer needs an approval it asked for."
    public var requestID: UUID
    public var subjectType: String
    public var subjectID: UUID
    public var subject: String
    public var reason: ApprovalWithdrawal
    /// The number of the version that took the place of what was asked about.
    public var replacedBy: String?

    public init(
        requestID: UUID, subjectType: String, subjectID: UUID, subject: String, reason: ApprovalWithdrawal,
        replacedBy: String? = nil
    ) {
        self.requestID = requestID
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subject = subject
        self.reason = reason
        self.replacedBy = replacedBy
    }
    public var aggregate: UUID { requestID }
    public var label: String? { subject }
}
