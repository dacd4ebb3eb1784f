import EventContracts
import Foundation
import Kernel

/// An approval began.
public struct ApprovalOpened: Event {
    public static let type = "oa.approval.opened"
    public static let summary = "An approval began."
    public var approvalID: ApprovalID
    public var subjectType: String
    public var subjectID: UUID
    public var subject: String
    public var applicantID: StaffID

    public init(
        approvalID: ApprovalID, subjectType: String, subjectID: UUID, subject: String, applicantID: StaffID
    ) {
        self.approvalID = approvalID
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subject = subject
        self.applicantID = applicantID
    }
    public var aggregate: UUID { approvalID.rawValue }
    public var label: String? { subject }
}

/// An approval ended; the service that asked acts on it.
public struct ApprovalDecided: Event {
    public static let type = "oa.approval.decided"
    public static let summary = "An approval ended; the service that asked acts on it."
    public var approvalID: ApprovalID
    public var subjectType: String
    public var subjectID: UUID
    public var subject: String
    public var outcome: ApprovalOutcome
    public var decidedBy: StaffID?
    public var comment: String?
    public var contentHash: String?

    public init(
        approvalID: ApprovalID, subjectType: String, subjectID: UUID, subject: String, outcome: ApprovalOutcome,
        decidedBy: StaffID? = nil, comment: String? = nil, contentHash: String? = nil
    ) {
        self.approvalID = approvalID
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subject = subject
        self.outcome = outcome
        self.decidedBy = decidedBy
        self.comment = comment
        self.contentHash = contentHash
    }
    public var aggregate: UUID { approvalID.rawValue }
    public var label: String? { subject }
}
