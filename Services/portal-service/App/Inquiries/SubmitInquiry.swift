import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

struct SubmitInquiry: Codable, Sendable {
    var name: String
    var company: String?
    var email: String?
    var phone: String?
    var message: String
}

struct InquiryAnswer: Codable, Sendable {
    let id: InquiryID
}

/// `POST inquiries`: a card left on the site; it becomes a lead in CRM.
func submitInquiry(_ input: SubmitInquiry, _ call: CommandCall) async throws -> InquiryAnswer {
    let card = try Inquiry(
        name: input.name, company: input.company, email: input.email, phone: input.phone, message: input.message)
    let id = InquiryID()
    let shopper = call.person.flatMap { $0.kind == .shopper ? $0.shopperID : nil }
    call.tx.write(
        """
        insert into inquiry (inquiry_id, name, company, email, phone, message, shopper_id)
        values (\(id), \(card.name), \(card.company), \(card.email), \(card.phone), \(card.message), \(shopper))
        """)
    call.tx.emit(
        InquirySubmitted(
            inquiryID: id, name: card.name, company: card.company, email: card.email, phone: card.phone,
            message: card.message))
    return InquiryAnswer(id: id)
}

struct InquiryQuery: Codable, Sendable {
    var sent: Bool?
}

/// The form, or thanks for it.
struct InquiryView: Codable, Sendable {
    let isSent: Bool
}

/// `/inquiry`
func inquiryPage(_ query: InquiryQuery, _ call: Call) async throws -> InquiryView {
    InquiryView(isSent: query.sent ?? false)
}
