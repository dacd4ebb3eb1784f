import CPostgres
import Foundation

/// One session of the server over libpq, used on its connection's own thread only.
///
/// Owns the `PGconn` and frees it. libpq is kept non-blocking and every wait is a `poll` with a deadline, so neither a
/// silent server nor two full socket buffers can hold the thread for ever.
final class Session {
    let connection: OpaquePointer
    let pipe: WakePipe
    /// Names of prepared statements by their text.
    var prepared: [String: String] = [:]
    var preparedCount = 0
    var notifications: [String] = []
    /// The longest the server may take to hear that a statement is to be cancelled.
    let cancelLimit: Duration
    var backend: Backend?
    /// It must not be used for another statement: the server said that it ends this session, or its state is unknown.
    var isDoomed = false

    /// Opens a session.
    /// - Throws: ``PostgresError/unavailable(_:)``.
    init(_ configuration: PostgresConfiguration, pipe: WakePipe) throws {
        self.pipe = pipe
        cancelLimit = configuration.connectTimeout
        let keywords = configuration.keywords.sorted { $0.key < $1.key }
        let opened = withCStrings(keywords.map(\.key)) { keys in
            withCStrings(keywords.map(\.value)) { values in
                PQconnectdbParams(keys, values, 0)
            }
        }
        guard let opened else { throw PostgresError.unavailable("out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            defer { PQfinish(opened) }
            throw PostgresError.unavailable(Self.message(opened))
        }
        connection = opened
        PQsetnonblocking(connection, 1)
        // Unretained: libpq calls it only inside calls made through `self`.
        PQsetNoticeReceiver(
            connection,
            { session, result in
                guard let session, let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))) else { return }
                let isFatal = ["FATAL", "PANIC"].contains(String(cString: severity))
                if isFatal { Unmanaged<Session>.fromOpaque(session).takeUnretainedValue().isDoomed = true }
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        PQfinish(connection)
    }

    var processID: Int32 { PQbackendPID(connection) }

    var isBroken: Bool { isDoomed || PQstatus(connection) != CONNECTION_OK }

    /// Whether the next statement may be sent: the connection holds and no answer is outstanding.
    var isReady: Bool {
        !isBroken && PQtransactionStatus(connection) != PQTRANS_ACTIVE
            && PQpipelineStatus(connection) == PQ_PIPELINE_OFF
    }

    /// Whether a transaction is open, failed or not.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(connection)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE
    }

    /// Whether the session is there and idle; notices without a round trip that the server has hung up.
    func isAlive() -> Bool {
        while !isBroken {
            var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
            guard poll(&socket, 1, 0) > 0 else { return true }
            guard PQconsumeInput(connection) == 1 else { return false }
            collectNotifications()
        }
        return false
    }

    var lost: PostgresError {
        .connectionLost(Self.message(connection))
    }

    func collectNotifications() {
        while let notification = PQnotifies(connection) {
            notifications.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
    }

    private static func message(_ connection: OpaquePointer) -> String {
        let message = String(cString: PQerrorMessage(connection)).trimmingCharacters(in: .whitespacesAndNewlines)
        return message.isEmpty ? "no reason given" : message
    }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
}
