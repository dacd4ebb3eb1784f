import Testing

@testable import ServiceRuntime

@Suite struct PhraseTests {
    @Test func keepsApartWhatIsFilledIn() {
        let (day, left) = ("1 May", 3)
        let phrase: Phrase = "valid until \(day), \(left) left, \(state: "in_approval")"
        #expect(phrase.pattern == "valid until {}, {} left, {}")
        #expect(phrase.values == [.text("1 May"), .text("3"), .word("in_approval", key: "state_in_approval")])
        #expect(phrase.description == "valid until 1 May, 3 left, in approval")
    }

    @Test func aTextWithBracesStaysAsItIs() {
        #expect(Phrase("a {} b").description == "a {} b")
        let phrase: Phrase = "nothing to fill in"
        #expect(phrase.description == "nothing to fill in" && phrase.values.isEmpty)
    }

    @Test func fillsInOrderAndIsNotConfusedByValues() {
        #expect(Phrase.fill("{} then {}", with: ["{}", "b"]) == "{} then b")
        #expect(Phrase.fill("{} and {}", with: ["a"]) == "a and ")
    }

    @Test func aSentenceIsKnownByItsPattern() {
        #expect(Phrase.values(of: "invoice I-1 for SO-2", in: "invoice {} for {}") == ["I-1", "SO-2"])
        #expect(Phrase.values(of: "SO-2 is prepaid; 5 left", in: "{} is prepaid; {} left") == ["SO-2", "5"])
        #expect(Phrase.values(of: "cost of SO-2", in: "invoice {} for {}") == nil)
        #expect(Phrase.values(of: "invoice I-1", in: "invoice {} for {}") == nil)
        #expect(Phrase.values(of: "anything: at all", in: "{}: {}") == nil)
        #expect(Phrase.values(of: "", in: "cost of {}") == nil)
    }
}
