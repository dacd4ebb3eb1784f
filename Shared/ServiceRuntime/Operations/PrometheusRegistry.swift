import Foundation
import Synchronization

/// Every metric of the process, written in Prometheus' text format.
///
/// Counters and recorders come through swift-metrics; a recorder that aggregates and a timer become histograms, others
/// gauges. Timers count seconds.
final class PrometheusRegistry: Sendable {
    static let shared = PrometheusRegistry()

    struct Series: Hashable {
        let name: String
        let labels: [String]
    }

    struct Histogram {
        static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
        var counts = Array(repeating: 0, count: bounds.count)
        var sum = 0.0
        var count = 0

        mutating func record(_ value: Double) {
            for (index, bound) in Self.bounds.enumerated() where value <= bound { counts[index] += 1 }
            sum += value
            count += 1
        }
    }

    private struct Values {
        var counters: [Series: Double] = [:]
        var gauges: [Series: Double] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    private let values = Mutex(Values())

    func add(_ amount: Double, to series: Series) {
        values.withLock { $0.counters[series, default: 0] += amount }
    }
    func reset(counter series: Series) { values.withLock { $0.counters[series] = 0 } }
    func set(_ value: Double, of series: Series) { values.withLock { $0.gauges[series] = value } }
    func change(_ series: Series, by amount: Double) {
        values.withLock { $0.gauges[series, default: 0] += amount }
    }
    func observe(_ value: Double, in series: Series) {
        values.withLock { $0.histograms[series, default: Histogram()].record(value) }
    }

    /// Everything in text format 0.0.4.
    func exposition() -> String {
        let values = values.withLock { $0 }
        var text = ""
        write(values.counters, "counter", &text) { name, series, value in
            "\(name)\(Self.labels(series.labels)) \(Self.number(value))\n"
        }
        write(values.gauges, "gauge", &text) { name, series, value in
            "\(name)\(Self.labels(series.labels)) \(Self.number(value))\n"
        }
        write(values.histograms, "histogram", &text) { Self.lines($0, $1, $2) }
        return text
    }

    private func write<Value>(
        _ all: [Series: Value], _ type: String, _ text: inout String, _ line: (String, Series, Value) -> String
    ) {
        let byName = Dictionary(grouping: all, by: { $0.key.name })
        for (name, series) in byName.sorted(by: { $0.key < $1.key }) {
            text += "# TYPE \(name) \(type)\n"
            for (key, value) in series.sorted(by: { $0.key.labels.joined() < $1.key.labels.joined() }) {
                text += line(name, key, value)
            }
        }
    }

    private static func lines(_ name: String, _ series: Series, _ histogram: Histogram) -> String {
        var text = ""
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            text += "\(name)_bucket\(labels(series.labels + ["le=\"\(number(bound))\""])) \(count)\n"
        }
        text += "\(name)_bucket\(labels(series.labels + ["le=\"+Inf\""])) \(histogram.count)\n"
        text += "\(name)_sum\(labels(series.labels)) \(number(histogram.sum))\n"
        text += "\(name)_count\(labels(series.labels)) \(histogram.count)\n"
        return text
    }

    private static func labels(_ labels: [String]) -> String {
        labels.isEmpty ? "" : "{" + labels.joined(separator: ",") + "}"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    /// A metric's name and dimensions as Prometheus allows them.
    static func series(_ label: String, _ dimensions: [(String, String)], suffix: String = "") -> Series {
        func plain(_ text: String) -> String {
            String(decoding: text.utf8.map { isLetterOrDigit($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        }
        func isLetterOrDigit(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: false
            }
        }
        func escaped(_ text: String) -> String {
            guard text.utf8.contains(where: { [UInt8(ascii: "\\"), UInt8(ascii: "\""), 10].contains($0) }) else {
                return text
            }
            return text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }
        let name = plain(label)
        return Series(
            name: name.hasSuffix(suffix) ? name : name + suffix,
            labels: dimensions.map { "\(plain($0.0))=\"\(escaped($0.1))\"" })
    }
}
