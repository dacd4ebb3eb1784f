import Foundation
import JSONSchema
import Kernel

/// A route that goes on working for a while, and what to use instead.
struct Deprecation: Sendable {
    let since: BusinessDate
    let until: BusinessDate
    let instead: String

    /// What every answer of the route says (RFC 9745, RFC 8594, RFC 8288).
    var fields: [(String, String)] {
        [
            ("Deprecation", "@\(since.dayNumber * 86_400)"), ("Sunset", Self.httpDate(until)),
            ("Link", "<\(instead)>; rel=\"deprecation\""),
        ]
    }

    /// `Sun, 31 Jan 2027 00:00:00 GMT` (RFC 9110, 5.6.7).
    private static func httpDate(_ day: BusinessDate) -> String {
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let number = day.day < 10 ? "0\(day.day)" : "\(day.day)"
        return "\(weekdays[day.weekday - 1]), \(number) \(months[day.month - 1]) \(day.year) 00:00:00 GMT"
    }
}

extension Route {
    /// The same route, deprecated: its answers and the document say so. `docs/api/README.md` has the policy.
    ///
    /// - Parameters:
    ///   - since: the day from which nobody should begin to use it.
    ///   - until: its sunset: the day from which it may be gone, six months later at least.
    ///   - instead: the path of what replaces it.
    public func deprecated(since: BusinessDate, until: BusinessDate, insteadUse instead: String) -> Route {
        var route = self
        route.deprecation = Deprecation(since: since, until: until, instead: instead)
        return route
    }
}
