import CPostgres
import Foundation

/// The limits of one wait: when it must be over and what may end it before.
struct Patience {
    let deadline: ContinuousClock.Instant?
    let interrupt: Interrupt?
    // Asking twice does not help.
    private(set) var hasCancelled = false

    init(limit: Duration?, interrupt: Interrupt?) {
        deadline = limit.map { ContinuousClock.now + $0 }
        self.interrupt = interrupt
    }

    /// What `poll` takes: milliseconds, −1 for ever; nil when the time is up.
    var pollTimeout: Int32? {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return nil }
        return Int32(clamping: left.milliseconds + 1)
    }

    mutating func takeCancellation() -> Bool {
        guard let interrupt, interrupt.isRaised, !hasCancelled else { return false }
        hasCancelled = true
        return true
    }
}

extension Session {
    /// Sends what is buffered and waits until the next result can be taken without waiting.
    /// - Throws: ``PostgresError/connectionLost(_:)``; ``PostgresError/timeout(_:)`` when the server does not answer in
    ///   time, after which the session is unusable.
    func waitForResult(_ patience: inout Patience) throws {
        while true {
            let flushed = PQflush(connection)
            guard flushed >= 0 else { throw lost }
            if flushed == 0, PQisBusy(connection) == 0 { return }
            try waitForSocket(&patience, toWrite: flushed > 0)
            collectNotifications()
        }
    }

    /// Waits for the socket once; input that came is read. A raised interrupt cancels the statement on the server.
    func waitForSocket(_ patience: inout Patience, toWrite: Bool) throws {
        if patience.takeCancellation() { try cancelStatement() }
        guard let timeout = patience.pollTimeout else {
            throw PostgresError.timeout("the server did not answer within the statement's time")
        }
        try waitForSocket(timeout, toWrite: toWrite)
    }

    /// Waits for the socket or the wake pipe once, for so many milliseconds.
    func waitForSocket(_ timeout: Int32, toWrite: Bool) throws {
        // A negative descriptor would be skipped by poll, which then waits for nothing.
        guard PQsocket(connection) >= 0 else { throw lost }
        let events = Int16(POLLIN) | (toWrite ? Int16(POLLOUT) : 0)
        var waited: InlineArray<2, pollfd> = [
            pollfd(fd: PQsocket(connection), events: events, revents: 0),
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        var descriptors = waited.mutableSpan
        let answered = descriptors.withUnsafeMutableBufferPointer { poll($0.baseAddress, 2, timeout) }
        guard answered >= 0 || errno == EINTR else { throw lost }
        if waited[1].revents != 0 { pipe.drain() }
        if waited[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0, PQconsumeInput(connection) == 0 { throw lost }
    }

    private func cancelStatement() throws {
        guard let request = CancelRequest(connection), !request.send(within: cancelLimit) else { return }
        // It must not hit the next statement, should the server take it after all.
        isDoomed = true
        throw PostgresError.timeout("the server did not take the cancellation of a statement in time")
    }
}
