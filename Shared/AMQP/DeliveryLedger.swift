/// Which deliveries of a channel are not settled yet, so that many acknowledgements leave as one. A value without I/O.
struct DeliveryLedger {
    enum Settling: Equatable {
        case ack(UInt64, multiple: Bool)
    }

    private enum Status: UInt8 { case outstanding, acknowledged, settled }

    private var statuses: [Status] = []
    private var head = 0
    private var first: UInt64 = 1
    /// Acknowledged but not told to the broker.
    private var pending: [UInt64] = []

    private var next: UInt64 { first + UInt64(statuses.count - head) }

    mutating func delivered(_ tag: UInt64) throws(AMQPError) {
        guard tag == next else { throw .protocolViolation("delivery \(tag) came where \(next) was due") }
        statuses.append(.outstanding)
    }

    /// False when the tag is not outstanding: the broker must not hear of it twice.
    mutating func acknowledge(_ tag: UInt64) -> Bool {
        guard mark(tag, .acknowledged) else { return false }
        pending.append(tag)
        return true
    }

    mutating func reject(_ tag: UInt64) -> Bool { mark(tag, .settled) }

    private mutating func mark(_ tag: UInt64, _ status: Status) -> Bool {
        guard tag >= first, tag < next else { return false }
        let index = head + Int(tag - first)
        guard statuses[index] == .outstanding else { return false }
        statuses[index] = status
        return true
    }

    /// What to tell the broker: one message for everything before the oldest outstanding delivery, one for each after.
    mutating func flush() -> [Settling] {
        guard !pending.isEmpty else { return [] }
        var last: UInt64?
        var count = 0
        while head < statuses.count, statuses[head] != .outstanding {
            if statuses[head] == .acknowledged {
                last = first
                count += 1
            }
            head += 1
            first += 1
        }
        var result: [Settling] = []
        if let last { result.append(.ack(last, multiple: count > 1)) }
        for tag in pending where tag >= first {
            result.append(.ack(tag, multiple: false))
            statuses[head + Int(tag - first)] = .settled
        }
        pending.removeAll(keepingCapacity: true)
        trim()
        return result
    }

    private mutating func trim() {
        if head == statuses.count {
            statuses.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 8192 {
            statuses.removeFirst(head)
            head = 0
        }
    }
}
