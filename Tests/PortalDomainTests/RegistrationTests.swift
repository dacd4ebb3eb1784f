import PortalDomain
import Testing

@Suite struct RegistrationTests {
    @Test func anAddressIsTheSameHoweverItIsTyped() throws {
        let typed = try Registration(address: " Lin@Example.COM ", name: " Lin ")
        #expect(typed.address.text == "lin@example.com")
        #expect(typed.name == "Lin")
    }

    @Test(arguments: ["", "lin", "@example.com", "lin@", "lin@example", "lin@.com", "l in@example.com", "a@b@c.com"])
    func whatIsNoAddress(email: String) {
        #expect(throws: RegistrationError.address) {
            _ = try Registration(address: email, name: "Lin")
        }
    }

    @Test func namesAreNeeded() {
        #expect(throws: RegistrationError.name) {
            _ = try Registration(address: "lin@example.com", name: " ")
        }
    }

    @Test func aCardNeedsAWayToAnswer() throws {
        #expect(throws: InquiryError.noWayToAnswer) {
            _ = try Inquiry(name: "Ken", company: nil, email: " ", phone: nil, message: "hello")
        }
        let card = try Inquiry(name: " Ken ", company: "", email: nil, phone: "138", message: "hello")
        #expect(card.name == "Ken")
        #expect(card.company == nil)
    }
}
