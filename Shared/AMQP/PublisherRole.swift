import CrashPoints

/// Sends what is queued, as far as the window allows, and settles what the broker answers.
final class PublisherRole: LinkRole {
    private struct Sent {
        var batch: SendBatch
        var token: UInt64
        var exchange: String
    }

    /// Bodies of this many bytes may wait for their confirms, whatever their number.
    private static let windowBytes = 4 * 1_048_576
    /// So much is sent before reading again.
    private static let burst = (messages: 128, bytes: 262_144)

    private let outbound: OutboundQueue
    private let window: Int
    private let confirmTimeout: Duration
    private var refusals: RefusalClock
    private var ledger = ConfirmLedger<Sent>()
    private var settlements: [ObjectIdentifier: (batch: SendBatch, settled: [AMQPSettlement])] = [:]
    private var unblockedAt: ContinuousClock.Instant?
    private var isBlocked = false
    private(set) var waitsForWriting = false

    init(outbound: OutboundQueue, window: Int, configuration: AMQPConfiguration) {
        self.outbound = outbound
        self.window = window
        confirmTimeout = configuration.confirmTimeout
        refusals = RefusalClock(limit: configuration.refusalTimeout)
    }

    func connected(_ link: BrokerLink, generation: UInt64) throws(AMQPError) {
        try link.selectConfirms()
        isBlocked = false
        unblockedAt = nil
        waitsForWriting = false
        refusals.reset()
        outbound.open()
    }

    var isDrained: Bool { ledger.count == 0 && outbound.isEmpty }

    /// When the oldest unconfirmed message is overdue. A broker that blocks owes no confirms.
    private var confirmDeadline: ContinuousClock.Instant? {
        guard !isBlocked, let oldest = ledger.oldest else { return nil }
        return max(oldest, unblockedAt ?? oldest) + confirmTimeout
    }

    var nextDeadline: ContinuousClock.Instant? {
        // The confirms just read may have made room.
        canSend && !waitsForWriting ? .now : confirmDeadline
    }

    private var canSend: Bool {
        !isBlocked && ledger.count < window && ledger.size < Self.windowBytes && !outbound.isEmpty
    }

    func work(_ link: BrokerLink) throws(AMQPError) -> Bool {
        if let deadline = confirmDeadline, deadline < .now {
            throw link.fail(.timeout("no confirm of a published message within \(confirmTimeout)"))
        }
        waitsForWriting = false
        guard canSend else { return false }
        guard link.isWritable else {
            waitsForWriting = true
            return false
        }
        let room = min(window - ledger.count, Self.burst.messages)
        try send(outbound.take(room, bytes: Self.burst.bytes), on: link)
        return canSend
    }

    private func send(_ items: ArraySlice<OutboundQueue.Item>, on link: BrokerLink) throws(AMQPError) {
        let now = ContinuousClock.now
        // All are in the ledger before the first can fail, so that every one is settled whatever happens.
        try link.together { () throws(AMQPError) in
            var failure: AMQPError?
            for item in items {
                let sent = Sent(
                    batch: item.batch, token: item.publishing.token, exchange: item.publishing.exchange)
                let size = item.publishing.message.body.count
                if let failure {
                    settle(sent, .unknown(reason: "not sent: \(failure)"))
                    continue
                }
                do throws(AMQPError) {
                    try link.publish(item.publishing, number: ledger.nextNumber)
                    ledger.sent(sent, size: size, at: now)
                } catch .invalidArgument(let reason) {
                    settle(sent, .rejected(reason: reason))
                } catch {
                    ledger.sent(sent, size: size, at: now)
                    failure = error
                }
            }
            if let failure { throw failure }
        }
        crashPoint(.afterPublish)
    }

    func handle(_ event: LinkEvent, on link: BrokerLink) throws(AMQPError) {
        switch event {
        case .ack(let tag, let multiple):
            for one in try settled(tag, multiple, on: link) {
                settle(one.entry, one.returned.map { .returned(code: $0.code, text: $0.text) } ?? .confirmed)
            }
        case .nack(let tag, let multiple):
            for one in try settled(tag, multiple, on: link) {
                settle(one.entry, .rejected(reason: "the broker refused the message (nack)"))
            }
            if refusals.goOnTooLong(.now) {
                throw link.fail(.timeout("the broker has refused messages for \(refusals.limit)"))
            }
        case .returned(let number, let code, let text):
            guard let number else { throw link.fail(.protocolViolation("a message came back without its number")) }
            ledger.returned(number, .init(code: code, text: text))
            crashPoint(.betweenReturnAndAck)
        case .blocked:
            isBlocked = true
            outbound.setBlocked(true)
        case .unblocked:
            isBlocked = false
            unblockedAt = .now
            outbound.setBlocked(false)
        case .delivery, .consumerCancelled:
            throw link.fail(.protocolViolation("a publisher got a delivery"))
        }
    }

    private func settled(
        _ tag: UInt64, _ multiple: Bool, on link: BrokerLink
    ) throws(AMQPError) -> [ConfirmLedger<Sent>.Waiting] {
        do { return try ledger.settle(tag, multiple: multiple) } catch { throw link.fail(error) }
    }

    private func settle(_ sent: Sent, _ outcome: AMQPSettlement.Outcome) {
        let settlement = AMQPSettlement(token: sent.token, outcome: outcome)
        settlements[ObjectIdentifier(sent.batch), default: (sent.batch, [])].settled.append(settlement)
    }

    func roundEnded() {
        guard !settlements.isEmpty else { return }
        let ready = settlements
        settlements.removeAll(keepingCapacity: true)
        for (batch, settled) in ready.values { batch.settled(settled) }
    }

    func disconnected(_ error: AMQPError) {
        let unsent = outbound.close()
        for one in ledger.drain() {
            settle(one.entry, Self.outcome(of: one.entry, one.returned, after: error))
        }
        for item in unsent {
            let sent = Sent(batch: item.batch, token: item.publishing.token, exchange: item.publishing.exchange)
            settle(sent, .unknown(reason: "not sent: \(error)"))
        }
        isBlocked = false
        roundEnded()
    }

    /// A missing exchange closes the channel: those who addressed it are told so, the others only that nobody knows.
    private static func outcome(
        of sent: Sent, _ returned: ConfirmLedger<Sent>.Returned?, after error: AMQPError
    ) -> AMQPSettlement.Outcome {
        if let returned { return .returned(code: returned.code, text: returned.text) }
        if case .channelClosed(404, let text) = error, text.contains("no exchange '\(sent.exchange)'") {
            return .returned(code: 404, text: text)
        }
        return .unknown(reason: "the connection ended before the confirm: \(error)")
    }
}
