import EventContracts
import Foundation
import Kernel

/// Someone left a card on the company's site.
public struct InquirySubmitted: Event {
    public static let type = "portal.inquiry.submitted"
    public static let summary = "Someone left a card on the company's site."
    public var inquiryID: InquiryID
    public var name: String
    public var company: String?
    public var email: String?
    public var phone: String?
    public var message: String

    public init(
        inquiryID: InquiryID, name: String, company: String? = nil, email: String? = nil, phone: String? = nil,
        message: String
    ) {
        self.inquiryID = inquiryID
        self.name = name
        self.company = company
        self.email = email
        self.phone = phone
        self.message = message
    }
    public var aggregate: UUID { inquiryID.rawValue }
    public var label: String? { name }
}
