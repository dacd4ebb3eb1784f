/// Where a request stands in its trace (W3C Trace Context): the caller's trace with a span of our own, or a new one.
public struct TraceContext: Sendable, Hashable {
    /// 32 hexadecimal digits; the log lines carry it.
    public let traceID: String
    /// 16 hexadecimal digits: this request's part.
    public let spanID: String
    /// Whether the caller records the trace.
    let flags: String

    /// - Parameter header: what came as `traceparent`; what is malformed counts as absent.
    init(header: String?) {
        spanID = Self.hexadecimal(UInt64.random(in: 1 ... .max))
        let parts = (header ?? "").split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if parts.count >= 4, parts.count == 4 || parts[0] != "00", Self.is(parts[0], 2), parts[0] != "ff",
            Self.is(parts[1], 32), Self.is(parts[2], 16), Self.is(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        {
            (traceID, flags) = (parts[1], parts[3])
        } else {
            let (high, low) = (UInt64.random(in: 1 ... .max), UInt64.random(in: .min ... .max))
            (traceID, flags) = (Self.hexadecimal(high) + Self.hexadecimal(low), "00")
        }
    }

    /// What is sent on: in the answer, and with the events that the request leads to.
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(flags)" }

    private static func `is`(_ text: String, _ length: Int) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
