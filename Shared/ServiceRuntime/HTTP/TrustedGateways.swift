#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Hummingbird
import NIOCore

/// What Hummingbird keeps of a connection for us: who is at its other end.
struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address without the port; nil for a socket that has none.
    let peer: String?
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
        channel = source.channel
    }
}

/// The gateways whose word is taken for where a request comes from. Anybody else could write any address.
struct TrustedGateways: Sendable {
    /// Networks in CIDR notation or single addresses.
    private let networks: [Network]

    /// Nil when one of them is no network.
    init?(_ networks: [String]) {
        let read = networks.compactMap(Network.init)
        guard read.count == networks.count else { return nil }
        self.networks = read
    }

    /// The client's address: what a gateway of ours says, else the other end of the connection.
    func address(of request: ReceivedRequest, peer: String?) -> String {
        guard let peer else { return "unknown" }
        guard let said = request.header("x-real-ip"), networks.contains(where: { $0.holds(peer) }) else { return peer }
        return said
    }
}

private struct Network: Sendable {
    private let bytes: [UInt8]
    private let length: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let bytes = Self.bytes(parts[0]) else { return nil }
        let length = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
        guard let length, (0...bytes.count * 8).contains(length) else { return nil }
        (self.bytes, self.length) = (bytes, length)
    }

    func holds(_ address: String) -> Bool {
        guard let other = Self.bytes(address), other.count == bytes.count else { return false }
        return (0..<length).allSatisfy { bit in (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0 }
    }

    private static func bytes(_ address: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
