/// Reads the server's text of a point in time.
struct TimestampReader {
    let bytes: [UInt8]
    var position = 0

    /// Microseconds since 1970, UTC.
    mutating func read() -> Int? {
        guard let year = number(), take("-"), let month = number(), take("-"), let day = number() else { return nil }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        var microseconds = 0
        if take(" BC") { return total(1 - year, month, day, 0) }
        if take(" ") || take("T") {
            guard let time = time(), let offset = offset() else { return nil }
            microseconds = time - offset
        }
        let isBeforeChrist = take(" BC")
        guard position == bytes.count else { return nil }
        return total(isBeforeChrist ? 1 - year : year, month, day, microseconds)
    }

    private func total(_ year: Int, _ month: Int, _ day: Int, _ microseconds: Int) -> Int {
        CivilDay(year: year, month: month, day: day).daysSinceEpoch * 86_400_000_000 + microseconds
    }

    private mutating func time() -> Int? {
        guard let hour = number(), take(":"), let minute = number(), take(":"), let second = number() else {
            return nil
        }
        var fraction = 0
        if take(".") {
            var unit = 100_000
            while let digit = digit() {
                fraction += digit * unit
                unit /= 10
            }
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    private mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0 else { return 0 }
        guard let hours = number() else { return nil }
        let minutes = take(":") ? number() ?? 0 : 0
        let seconds = take(":") ? number() ?? 0 : 0
        return sign * ((hours * 60 + minutes) * 60 + seconds) * 1_000_000
    }

    private mutating func number() -> Int? {
        guard var value = digit() else { return nil }
        while value < 1_000_000, let next = digit() { value = value * 10 + next }
        return value
    }

    private mutating func digit() -> Int? {
        guard position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 else {
            return nil
        }
        position += 1
        return Int(digit)
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let expected = text.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: expected) else { return false }
        position += expected.count
        return true
    }
}
