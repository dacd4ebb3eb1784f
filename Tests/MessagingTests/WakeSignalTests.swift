import Messaging
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct WakeSignalTests {
    @Test func aSignalBeforeTheWaitIsKept() async {
        let signal = WakeSignal()
        signal.signal()
        await signal.wait(atMost: .seconds(3600))
    }

    @Test func aShortWaitEndsAfterALongOneThatItSentOnItsWay() async {
        for _ in 1...50 {
            let signal = WakeSignal()
            let isOver = Atomic(false)
            async let long: Void = {
                await signal.wait(atMost: .seconds(3600))
                isOver.store(true, ordering: .sequentiallyConsistent)
            }()
            await Task.yield()
            // Whichever comes later sends the other on its way.
            while !isOver.load(ordering: .sequentiallyConsistent) { await signal.wait(atMost: .milliseconds(2)) }
            await long
            await signal.wait(atMost: .milliseconds(2))
        }
    }

    @Test func aLongWaitHasItsOwnTimeWhenTheAlarmOfAShortOneGoesOff() async {
        for _ in 1...20 {
            let signal = WakeSignal()
            let short = Task { await signal.wait(atMost: .milliseconds(10)) }
            await Task.yield()
            signal.signal()
            await short.value
            // On a busy machine the short one's time was up first, and the signal was kept: it is not what ends the long one.
            signal.signal()
            await signal.wait(atMost: .seconds(3600))
            let begun = ContinuousClock.now
            await signal.wait(atMost: .milliseconds(25))
            #expect(ContinuousClock.now - begun >= .milliseconds(25))
        }
    }

    @Test func aCancelledTaskWaitsNoLonger() async {
        let signal = WakeSignal()
        let waiting = Task { await signal.wait(atMost: .seconds(3600)) }
        waiting.cancel()
        await waiting.value
    }
}
