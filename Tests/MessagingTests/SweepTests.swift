import Foundation
import Testing

@testable import Messaging

/// The pace at which a service goes through all its heads.
@Suite struct SweepTests {
    private let start = ContinuousClock.now
    private let head = HeadRow(type: "crm.lead", id: UUID(), part: 3, sequence: 7)

    /// What an outage has lost must be found soon: one share after the other.
    @Test func theFirstWalkDoesNotWait() {
        var sweep = Sweep(now: start)
        for _ in 0..<500 {
            #expect(sweep.isDue(now: start) && sweep.share == 2_000)
            sweep.passed(head, now: start)
        }
        #expect(sweep.last?.id == head.id)
    }

    /// A small company's heads are told once a minute, and not more often.
    @Test func theNextWalkBeginsAMinuteAfterTheOneBefore() {
        var sweep = Sweep(now: start)
        sweep.passed(head, now: start)
        sweep.passed(nil, now: start + .seconds(3))
        #expect(sweep.last?.id == nil)
        #expect(!sweep.isDue(now: start + .seconds(59)) && sweep.isDue(now: start + .seconds(60)))
        sweep.passed(nil, now: start + .seconds(60))
        #expect(!sweep.isDue(now: start + .seconds(119)) && sweep.isDue(now: start + .seconds(120)))
    }

    /// Five thousand a minute: who listens is idle meanwhile, however many there are.
    @Test func laterWalksTakeTheirTime() {
        var sweep = Sweep(now: start)
        sweep.passed(nil, now: start)
        var (now, told) = (start + .seconds(60), 0)
        let begins = now
        while told < 90_000 {
            #expect(sweep.isDue(now: now))
            told += sweep.share
            sweep.passed(told < 90_000 ? head : nil, now: now)
            if told < 90_000 {
                #expect(!sweep.isDue(now: now + .seconds(14)))
                now += .seconds(15)
            }
        }
        #expect(now - begins == .seconds(15 * 71))
        #expect(sweep.isDue(now: now), "a walk that took longer than a minute is followed by the next one")
    }
}
