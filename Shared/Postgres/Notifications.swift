extension PostgresPool {
    /// The payloads of `NOTIFY channel`, on a connection of its own that opens again when it broke.
    ///
    /// An empty payload comes whenever listening begins, also after a broken connection: what was notified in between
    /// is lost, so look for work then. Ends when nobody reads the stream any more.
    public func listen(_ channel: String) -> AsyncStream<String> {
        let configuration = configuration
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1024))
        let task = Task {
            let connection = PostgresConnection(configuration)
            while !Task.isCancelled {
                do {
                    try await connection.listen(channel, continuation)
                } catch {
                    try? await Task.sleep(for: .milliseconds(Int.random(in: 100...500)))
                }
            }
            await connection.close()
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }
}

extension PostgresConnection {
    /// Passes payloads on until the connection breaks or the task is cancelled.
    fileprivate func listen(_ channel: String, _ continuation: AsyncStream<String>.Continuation) async throws {
        try await execute("listen \(identifier: channel)")
        continuation.yield("")
        let listening = generation
        while true {
            let payloads = try await notifications(within: .seconds(30))
            // Reopened meanwhile: the new session does not listen yet.
            guard generation == listening else { return }
            for payload in payloads { continuation.yield(payload) }
        }
    }
}
