/// Reads the server's text of a point in time.
///
/// Seconds and their fraction stay apart: PostgreSQL's last years do not fit 64 bits of microseconds.
struct TimestampReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    /// Seconds since 1970, UTC, and microseconds on top of them; nil for text that is no point in time.
    mutating func read() -> (seconds: Int, microseconds: Int)? {
        guard let year = number(), take("-"), let month = number(), take("-"), let day = number() else { return nil }
        var ofDay = (seconds: 0, microseconds: 0)
        var isBeforeChrist = take(" BC")
        if !isBeforeChrist, take(" ") || take("T") {
            guard let time = time(), let offset = offset() else { return nil }
            ofDay = (time.seconds - offset, time.microseconds)
            isBeforeChrist = take(" BC")
        }
        guard position == bytes.count else { return nil }
        let date = CivilDay(year: isBeforeChrist ? 1 - year : year, month: month, day: day)
        // 31 April is no day: its number is that of another.
        guard (1...12).contains(month), CivilDay(daysSinceEpoch: date.daysSinceEpoch) == date else { return nil }
        return (date.daysSinceEpoch * 86_400 + ofDay.seconds, ofDay.microseconds)
    }

    private mutating func time() -> (seconds: Int, microseconds: Int)? {
        guard let hour = number(), take(":"), let minute = number(), take(":"), let second = number(),
            hour <= 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if take(".") {
            var unit = 100_000
            while let digit = digit() {
                fraction += digit * unit
                unit /= 10
            }
        }
        return ((hour * 60 + minute) * 60 + second, fraction)
    }

    private mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0 else { return 0 }
        guard let hours = number(), hours < 24 else { return nil }
        let minutes = take(":") ? number() ?? 60 : 0
        let seconds = take(":") ? number() ?? 60 : 0
        guard minutes < 60, seconds < 60 else { return nil }
        return sign * ((hours * 60 + minutes) * 60 + seconds)
    }

    // Of at most seven digits: more is no year, and nothing overflows.
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
        guard text.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }
}
