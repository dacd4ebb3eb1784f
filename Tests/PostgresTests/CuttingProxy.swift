import Foundation
import Synchronization

/// Stands between client and server and cuts the line at the first COMMIT: before the server gets it, or after the
/// server is done with it. Later sessions pass untouched.
///
/// `@unchecked Sendable`: the descriptors are set once; what changes is behind a mutex or is one thread's own.
final class CuttingProxy: @unchecked Sendable {
    enum Cut {
        case beforeTheServerGetsIt, afterTheServerDidIt
    }

    let port: Int
    private let listener: Int32
    private let serverPort: Int
    private let cut: Cut
    private let hasCut = Atomic<Bool>(false)

    init(to serverPort: Int, cut: Cut) throws {
        self.serverPort = serverPort
        self.cut = cut
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Self.address(port: 0)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { self.accept() }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            Thread.detachNewThread { self.carry(client) }
        }
        Glibc.close(listener)
    }

    private func carry(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port: UInt16(serverPort))
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        defer {
            Glibc.close(client)
            Glibc.close(server)
        }
        var isCutting = false
        while true {
            var ends = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&ends, 2, 30_000) > 0 else { return }
            if ends[0].revents != 0 {
                guard let bytes = receive(client) else { return }
                let isCommit = bytes.firstRange(of: Array("commit\0".utf8)) != nil
                if isCommit, !hasCut.exchange(true, ordering: .relaxed) {
                    if cut == .beforeTheServerGetsIt { return }
                    isCutting = true
                }
                transmit(bytes, server)
            }
            if ends[1].revents != 0 {
                guard let bytes = receive(server) else { return }
                // ReadyForQuery (Z, length 5, I for idle): the COMMIT is done, and the client shall not hear of it.
                if isCutting, bytes.firstRange(of: [90, 0, 0, 0, 5, 73]) != nil { return }
                if !isCutting { transmit(bytes, client) }
            }
        }
    }

    private func receive(_ socket: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(socket, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private func transmit(_ bytes: [UInt8], _ socket: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
