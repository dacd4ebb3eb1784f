import AMQP
import Foundation

/// What the relay has under way: a value, so that its rules can be tested without a broker.
struct Flight: Sendable {
    private struct Hold: Sendable {
        var until: ContinuousClock.Instant
        var failures: Int
    }

    private var sent: [Int64: UUID] = [:]
    /// How many events of an aggregate are in flight.
    private var flying: [UUID: Int] = [:]
    private var holds: [UUID: Hold] = [:]
    private(set) var confirmed: [Int64] = []

    var count: Int { sent.count }
    /// Rows that must not be read again: sent, and not settled yet.
    var ids: [Int64] { Array(sent.keys) }
    var nextLook: Duration { holds.isEmpty ? .milliseconds(500) : .milliseconds(100) }
    /// When rows were read last, and how many.
    var lastRead = ContinuousClock.now
    var lastCount = 0

    /// Whether to read although nobody tells of anything: another replica's word may be lost, a hold may be over.
    func isLookDue(now: ContinuousClock.Instant = .now) -> Bool { now - lastRead >= nextLook }

    /// Aggregates that must wait: their delay is not over, or something of theirs is still in flight.
    func held(now: ContinuousClock.Instant = .now) -> [UUID] {
        holds.filter { id, hold in hold.until > now || flying[id] != nil }.map(\.key)
    }

    /// Takes rows into flight, without those whose aggregate is held back.
    mutating func accept(_ rows: [LoggedEvent], now: ContinuousClock.Instant = .now) -> [LoggedEvent] {
        let held = Set(held(now: now))
        let ready = rows.filter { !held.contains($0.aggregateID) }
        for row in ready {
            sent[row.id] = row.aggregateID
            flying[row.aggregateID, default: 0] += 1
        }
        return ready
    }

    /// - Returns: why the event must be sent again; nil when it is confirmed.
    mutating func settle(_ settlement: AMQPSettlement, now: ContinuousClock.Instant = .now) -> AMQPSettlement.Outcome? {
        let id = Int64(settlement.token)
        guard let aggregate = sent.removeValue(forKey: id) else { return nil }
        flying[aggregate] = flying[aggregate].flatMap { $0 > 1 ? $0 - 1 : nil }
        if settlement.outcome == .confirmed {
            holds[aggregate] = nil
            confirmed.append(id)
            return nil
        }
        let failures = (holds[aggregate]?.failures ?? 0) + 1
        let delay = Duration.milliseconds(min(5_000, 50 << min(failures, 7)))
        holds[aggregate] = Hold(until: now + delay, failures: failures)
        return settlement.outcome
    }

    mutating func forgetConfirmed() { confirmed = [] }
}
