/// Which messages wait for the broker's confirm, by their number on the channel. A value without I/O.
struct ConfirmLedger<Entry> {
    struct Returned: Equatable {
        var code: UInt16
        var text: String
    }

    struct Waiting {
        var entry: Entry
        var returned: Returned?
        var size: Int
        var sentAt: ContinuousClock.Instant
    }

    /// By number − `first`; nil once settled. The head is never nil.
    private var waiting: [Waiting?] = []
    private var head = 0
    private var first: UInt64 = 1
    private(set) var count = 0
    /// Bytes of the bodies that wait.
    private(set) var size = 0

    /// The number the next message gets.
    var nextNumber: UInt64 { first + UInt64(waiting.count - head) }

    var oldest: ContinuousClock.Instant? { count == 0 ? nil : waiting[head]?.sentAt }

    mutating func sent(_ entry: Entry, size: Int, at time: ContinuousClock.Instant) {
        waiting.append(Waiting(entry: entry, returned: nil, size: size, sentAt: time))
        count += 1
        self.size += size
    }

    /// The message came back; its confirm still follows.
    mutating func returned(_ number: UInt64, _ returned: Returned) {
        guard let index = index(of: number) else { return }
        waiting[index]?.returned = returned
    }

    /// Takes what an ack or nack settles, in the order it was sent.
    mutating func settle(_ number: UInt64, multiple: Bool) throws(AMQPError) -> [Waiting] {
        guard number < nextNumber else {
            throw .protocolViolation("a confirm came for message \(number), which was not sent")
        }
        // 0 with `multiple` means all of them.
        let last = number == 0 && multiple ? nextNumber - 1 : number
        guard let index = index(of: last) else { return [] }
        var settled: [Waiting] = []
        for position in (multiple ? head : index)...index {
            guard let one = waiting[position] else { continue }
            settled.append(one)
            waiting[position] = nil
            count -= 1
            size -= one.size
        }
        trim()
        return settled
    }

    /// Takes all that still wait.
    mutating func drain() -> [Waiting] {
        defer { self = ConfirmLedger() }
        return waiting[head...].compactMap { $0 }
    }

    private func index(of number: UInt64) -> Int? {
        guard number >= first, number < nextNumber else { return nil }
        return head + Int(number - first)
    }

    private mutating func trim() {
        while head < waiting.count, waiting[head] == nil {
            head += 1
            first += 1
        }
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 4096 {
            waiting.removeFirst(head)
            head = 0
        }
    }
}
