import CRMDomain
import Kernel
import Testing

@Suite("Versions of a quote")
struct QuoteTests {
    let today = BusinessDate(dayNumber: 20_000)
    var later: BusinessDate { today.adding(days: 30) }

    @Test func aNewVersionReplacesTheFormerOnlyWhenSubmitted() throws {
        var quote = Quote(versions: [.init(number: 1, state: .sent), .init(number: 2, state: .draft)])
        #expect(quote.sent == 1)
        try quote.submit(2, validUntil: later, today: today, needsApproval: false)
        #expect(quote.sent == 2)
        #expect(quote.versions.first?.state == .superseded)
    }

    @Test func aRefusedVersionGivesBackWhatTheCustomerHeld() throws {
        var quote = Quote(versions: [
            .init(number: 1, state: .sent), .init(number: 2, state: .draft), .init(number: 3, state: .draft),
        ])
        try quote.submit(2, validUntil: later, today: today, needsApproval: true)
        #expect(quote.sent == nil)
        // The third takes the place of the second while that still waits for its approval.
        try quote.submit(3, validUntil: later, today: today, needsApproval: true)
        #expect(throws: QuoteError.self) { try quote.approve(2) }
        try quote.reject(3)
        #expect(quote.sent == 1)
    }

    @Test func anApprovedVersionIsSent() throws {
        var quote = Quote(versions: [.init(number: 1, state: .draft)])
        try quote.submit(1, validUntil: later, today: today, needsApproval: true)
        try quote.approve(1)
        try quote.accept(1)
        #expect(quote.isClosed)
        #expect(throws: QuoteError.closed) { try quote.decline() }
    }

    @Test func aVersionIsSubmittedOnceAndWhileItIsValid() throws {
        var quote = Quote(versions: [.init(number: 1, state: .draft)])
        #expect(throws: QuoteError.validityPassed(today.adding(days: -1))) {
            try quote.submit(1, validUntil: today.adding(days: -1), today: today, needsApproval: false)
        }
        try quote.submit(1, validUntil: today, today: today, needsApproval: false)
        #expect(throws: QuoteError.self) {
            try quote.submit(1, validUntil: today, today: today, needsApproval: false)
        }
        #expect(throws: QuoteError.self) {
            try quote.submit(9, validUntil: today, today: today, needsApproval: false)
        }
    }

    /// Whatever people do in whatever order: the customer never holds two offers, and a closed quote stays closed.
    @Test func atMostOneVersionIsWithTheCustomer() {
        var random = SeededRandom(seed: 42)
        for _ in 0..<500 {
            var quote = Quote(versions: [.init(number: 1, state: .draft)])
            for _ in 0..<25 {
                let closed = quote.isClosed
                let before = quote.versions
                act(on: &quote, using: &random)
                #expect(quote.versions.count { $0.state == .sent } <= 1)
                #expect(quote.versions.count { $0.state == .accepted } <= 1)
                if closed { #expect(quote.versions == before || quote.versions.count > before.count) }
            }
        }
    }

    private func act(on quote: inout Quote, using random: inout SeededRandom) {
        let number = Int.random(in: 1...quote.nextNumber, using: &random)
        do {
            switch Int.random(in: 0..<7, using: &random) {
            case 0 where !quote.isClosed:
                quote = Quote(versions: quote.versions + [.init(number: quote.nextNumber, state: .draft)])
            case 1: try quote.submit(number, validUntil: later, today: today, needsApproval: true)
            case 2: try quote.submit(number, validUntil: later, today: today, needsApproval: false)
            case 3: try quote.approve(number)
            case 4: try quote.reject(number)
            case 5: try quote.accept(number)
            default: if number == 1 { try quote.decline() }
            }
        } catch {
            // Refused, as it should be: the invariants are checked after every step.
        }
    }
}
