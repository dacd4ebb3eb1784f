import Foundation

/// How far the walk through all heads has come: a value, so that its pace can be tested. The first walk, and the one after
/// an outage, goes as fast as its listeners can be expected to follow. Later ones begin once a minute and take their time:
/// they look for what was lost without an outage (a queue that somebody emptied), and who listens should be idle meanwhile,
/// however many heads there are.
struct Sweep: Sendable {
    private(set) var last: HeadRow?
    private var began: ContinuousClock.Instant
    private var goesOn: ContinuousClock.Instant
    private var isFirst = true

    init(now: ContinuousClock.Instant = .now) {
        began = now
        goesOn = now
    }

    func isDue(now: ContinuousClock.Instant = .now) -> Bool { now >= goesOn }
    /// How many heads are announced together. Few large shares wake the listeners less often than many small ones.
    var share: Int { isFirst ? 2_000 : 1_250 }

    /// - Parameter head: the last one of a share; nil at the end.
    mutating func passed(_ head: HeadRow?, now: ContinuousClock.Instant = .now) {
        if last == nil { began = now }
        last = head
        if head == nil { isFirst = false }
        if !isFirst { goesOn = head == nil ? max(now, began + .seconds(60)) : now + .seconds(15) }
    }
}
