import PortalDomain
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        "13800138000", " 138 0013 8000 ", "138-0013-8000", "+8613800138000", "+86 (138) 0013-8000", "008613800138000",
        "8613800138000", "１３８００１３８０００", "＋86 138 0013 8000",
    ])
    func aNumberIsTheSameHoweverItIsTyped(typed: String) throws {
        #expect(try PhoneNumber(typed).text == "+8613800138000")
        #expect(try PhoneNumber(typed).national == "13800138000")
    }

    @Test(arguments: [("+44 20 7946 0958", "+442079460958"), ("001 415 555 2671", "+14155552671")])
    func numbersOfOtherCountriesComeWithTheirCode(typed: String, kept: String) throws {
        #expect(try PhoneNumber(typed).text == kept)
    }

    @Test(arguments: [
        "", "+", "12800138000", "1380013800", "138001380000", "020 7946 0958", "+861012345678", "+1234567890123456",
        "+0138001380", "+12345", "13800138000x", "138+00138000",
    ])
    func whatIsNoMobileNumber(typed: String) {
        #expect(throws: RegistrationError.address) { _ = try PhoneNumber(typed) }
    }

    @Test func oneFieldTakesEither() throws {
        #expect(try ShopperAddress("Lin@example.com").email == "lin@example.com")
        #expect(try ShopperAddress("138 0013 8000").phone == "+8613800138000")
        #expect(throws: RegistrationError.address) { _ = try ShopperAddress("lin") }
    }
}
