import Foundation
import Logging
import Synchronization

// What happens on the connection's thread.
extension ConnectionLoop {
    func serveUntilStopped(_ role: any LinkRole) {
        var generation: UInt64 = 0
        var failures = 0
        var hosts: [AMQPConfiguration.Host] = []
        while !isStopping {
            if hosts.isEmpty { hosts = configuration.hosts.shuffled() }
            let host = hosts.removeLast()
            do throws(AMQPError) {
                try serve(host, role) {
                    generation += 1
                    failures = 0
                    hosts = []
                    return generation
                }
            } catch {
                ended(role, error, host)
            }
            if hosts.isEmpty, !isStopping {
                pipe.wait(pause(after: failures))
                failures += 1
            }
        }
        ended(role, .notConnected, nil)
    }

    /// Full jitter: clients that lost the same broker must not come back in step.
    private func pause(after failures: Int) -> Duration {
        let most = min(configuration.backoff.upperBound, configuration.backoff.lowerBound * (1 << min(failures, 16)))
        return most * Double.random(in: 0...1)
    }

    private func serve(
        _ host: AMQPConfiguration.Host, _ role: any LinkRole, begun: () -> UInt64
    ) throws(AMQPError) {
        let link = try BrokerLink(host: host, configuration: configuration, watchdog: watchdog)
        defer { link.close() }
        try link.open()
        try runSetup(on: link)
        let generation = begun()
        state.withLock { $0.connected = true }
        try role.connected(link, generation: generation)
        logger.info(
            "connected to RabbitMQ",
            metadata: ["host": "\(host)", "version": "\(link.serverVersion)", "generation": "\(generation)"])
        states.send(.connected(generation: generation))
        try exchange(link, role)
    }

    private func runSetup(on link: BrokerLink) throws(AMQPError) {
        let session = AMQPSession(link: link)
        defer { session.end() }
        do {
            try setup(session)
        } catch let error as AMQPError {
            throw error
        } catch {
            throw .invalidConfiguration("setting up the topology failed: \(error)")
        }
        if let failure = link.failure { throw failure }
    }

    private func exchange(_ link: BrokerLink, _ role: any LinkRole) throws(AMQPError) {
        var stopBy: ContinuousClock.Instant?
        while true {
            // Asking and sending first: the library may read frames into its own queue meanwhile, where no poll sees
            // them, so that reading has to come between them and the poll.
            var more = try role.work(link)
            try runOperations(on: link)
            if try !readAll(link, role) { more = true }
            role.roundEnded()
            if isStopping {
                let limit = stopBy ?? .now + configuration.drainTimeout
                stopBy = limit
                if role.isDrained || limit < .now { return }
            }
            if !more { wait(link, role, until: stopBy) }
        }
    }

    /// Handles what is here; false when it stopped before the end so that results are handed over.
    private func readAll(_ link: BrokerLink, _ role: any LinkRole) throws(AMQPError) -> Bool {
        for _ in 0..<1024 {
            guard let event = try link.nextEvent() else { return true }
            try role.handle(event, on: link)
            switch event {
            case .blocked(let reason): states.send(.blocked(reason: reason))
            case .unblocked: states.send(.unblocked)
            default: break
            }
        }
        return false
    }

    private func runOperations(on link: BrokerLink) throws(AMQPError) {
        let operations = state.withLock { state in
            defer { state.operations = [] }
            return state.operations
        }
        for operation in operations {
            let session = AMQPSession(link: link)
            operation(link.failure == nil ? session : nil)
            session.end()
        }
        if let failure = link.failure { throw failure }
    }

    private func wait(_ link: BrokerLink, _ role: any LinkRole, until stopBy: ContinuousClock.Instant?) {
        // The library sends and checks heartbeats only while it is called.
        var limit = max(configuration.heartbeat / 2, .milliseconds(500))
        for deadline in [role.nextDeadline, stopBy] {
            if let deadline { limit = min(limit, max(.zero, deadline - .now)) }
        }
        let events = POLLIN | (role.waitsForWriting ? POLLOUT : 0)
        var descriptors = [
            pollfd(fd: link.socket, events: Int16(events), revents: 0),
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&descriptors, 2, limit.wholeMilliseconds)
        pipe.drain()
    }

    private func ended(_ role: any LinkRole, _ error: AMQPError, _ host: AMQPConfiguration.Host?) {
        let (wasConnected, operations) = state.withLock { state in
            defer {
                state.connected = false
                state.operations = []
            }
            return (state.connected, state.operations)
        }
        role.disconnected(error)
        for operation in operations { operation(nil) }
        guard let host else {
            states.send(.disconnected(reason: "shut down"))
            return
        }
        let changed = states.send(.disconnected(reason: error.description))
        logger.log(
            level: wasConnected || changed ? .warning : .debug, "no connection to RabbitMQ",
            metadata: ["host": "\(host)", "error": "\(error)"])
    }
}
