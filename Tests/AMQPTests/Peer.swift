import AMQP
import Foundation
import Synchronization

/// A TCP peer of the tests' own making on the loopback: it passes on to the broker, or answers as told.
final class Peer: Sendable {
    private struct State {
        var sockets: [Int32] = []
        var frozen = false
        var accepted = 0
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let thaw = DispatchSemaphore(value: 0)

    /// `serve` runs on a thread of its own for each connection.
    init(_ serve: @escaping @Sendable (Peer, Int32) -> Void) throws {
        listener = try Self.listen()
        port = Self.port(of: listener)
        Thread { [self] in
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                state.withLock {
                    $0.sockets.append(socket)
                    $0.accepted += 1
                }
                Thread { [self] in serve(self, socket) }.start()
            }
        }.start()
    }

    /// Passes everything on to the broker.
    static func proxy(to host: AMQPConfiguration.Host) throws -> Peer {
        try Peer { peer, client in
            guard let broker = connected(to: host.port) else { return peer.close(client) }
            peer.state.withLock { $0.sockets.append(broker) }
            Thread { peer.pump(from: broker, to: client) }.start()
            peer.pump(from: client, to: broker)
        }
    }

    var host: AMQPConfiguration.Host { .init(name: "127.0.0.1", port: port) }
    var accepted: Int { state.withLock { $0.accepted } }

    /// Ends all connections; new ones are taken.
    func cut() {
        for socket in state.withLock({ $0.sockets }) { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Keeps the connections but passes nothing on any more: a peer that is gone without a word.
    func freeze() { state.withLock { $0.frozen = true } }
    func melt() {
        state.withLock { $0.frozen = false }
        cut()
        for _ in 0..<64 { thaw.signal() }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        melt()
    }

    func close(_ socket: Int32) { shutdown(socket, Int32(SHUT_RDWR)) }

    private func pump(from source: Int32, to target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(source, &buffer, buffer.count, 0), count > 0 {
            if state.withLock({ $0.frozen }) { thaw.wait() }
            guard Self.sendAll(target, buffer[..<count]) else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    @discardableResult
    static func sendAll(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    private static func listen() throws -> Int32 {
        let listener = newSocket()
        var address = loopback(port: 0)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, Foundation.listen(listener, 16) == 0 else { throw AMQPError.notConnected }
        return listener
    }

    private static func port(of socket: Int32) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(socket, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func connected(to port: Int) -> Int32? {
        let socket = newSocket()
        var address = loopback(port: port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return result == 0 ? socket : nil
    }

    private static func newSocket() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
