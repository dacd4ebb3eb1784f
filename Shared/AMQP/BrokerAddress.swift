import Foundation

/// The parts of an `amqp://` address.
struct BrokerAddress: Equatable {
    var tls: AMQPConfiguration.TLS?
    var user = "guest"
    var password = "guest"
    var hosts: [AMQPConfiguration.Host]
    var virtualHost = "/"

    var secure: Bool { tls != nil }

    init(_ url: String) throws(AMQPError) {
        var rest: Substring
        if url.hasPrefix("amqps://") {
            tls = .init()
            rest = url.dropFirst(8)
        } else if url.hasPrefix("amqp://") {
            rest = url.dropFirst(7)
        } else {
            throw .invalidConfiguration("the address must begin with amqp:// or amqps://")
        }
        hosts = []
        if let mark = rest.firstIndex(of: "?") {
            try read(query: rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let slash = rest.firstIndex(of: "/") {
            let path = rest[rest.index(after: slash)...]
            rest = rest[..<slash]
            virtualHost = path.isEmpty ? "/" : try Self.decoded(path)
        }
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            rest = rest[rest.index(after: at)...]
            user = try Self.decoded(parts[0])
            if parts.count == 2 { password = try Self.decoded(parts[1]) }
        }
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
            hosts.append(try Self.host(part, defaultPort: secure ? 5671 : 5672))
        }
    }

    /// RabbitMQ's own names for what TLS needs.
    private mutating func read(query: Substring) throws(AMQPError) {
        guard var tls else { throw .invalidConfiguration("an address without TLS (amqps://) takes nothing after “?”") }
        for parameter in query.split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? try Self.decoded(parts[1]) : ""
            switch (parts[0], value) {
            case ("cacertfile", _): tls.caFile = value
            case ("certfile", _): tls.certificateFile = value
            case ("keyfile", _): tls.keyFile = value
            case ("verify", "verify_peer"): tls.verify = true
            case ("verify", "verify_none"): tls.verify = false
            default: throw .invalidConfiguration("“\(parameter)” is not understood in the address")
            }
        }
        guard (tls.certificateFile == nil) == (tls.keyFile == nil) else {
            throw .invalidConfiguration("certfile and keyfile go together")
        }
        self.tls = tls
    }

    /// `name`, `name:port`, `[v6]` or `[v6]:port`.
    private static func host(_ text: Substring, defaultPort: Int) throws(AMQPError) -> AMQPConfiguration.Host {
        var name = text
        var port = defaultPort
        let afterBracket = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[afterBracket...].lastIndex(of: ":") {
            guard let number = Int(text[text.index(after: colon)...]), (1...65535).contains(number) else {
                throw .invalidConfiguration("“\(text)” has no valid port")
            }
            port = number
            name = text[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        guard !name.isEmpty else { throw .invalidConfiguration("“\(text)” is not a host name") }
        return AMQPConfiguration.Host(name: String(name), port: port)
    }

    private static func decoded(_ text: Substring) throws(AMQPError) -> String {
        guard let decoded = text.removingPercentEncoding, !decoded.utf8.contains(0) else {
            throw .invalidConfiguration("an escape in the address is broken")
        }
        return decoded
    }
}
