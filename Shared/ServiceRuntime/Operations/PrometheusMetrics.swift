import Foundation
import Metrics

/// Leads swift-metrics into the registry.
struct PrometheusMetrics: MetricsFactory {
    let registry: PrometheusRegistry

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CounterSeries(registry: registry, series: PrometheusRegistry.series(label, dimensions, suffix: "_total"))
    }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        RecorderSeries(
            registry: registry, series: PrometheusRegistry.series(label, dimensions), aggregates: aggregate)
    }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        MeterSeries(registry: registry, series: PrometheusRegistry.series(label, dimensions))
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        TimerSeries(registry: registry, series: PrometheusRegistry.series(label, dimensions, suffix: "_seconds"))
    }
    // What was counted stays counted: a series lives as long as the process.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

final class CounterSeries: CounterHandler {
    let registry: PrometheusRegistry
    let series: PrometheusRegistry.Series
    init(registry: PrometheusRegistry, series: PrometheusRegistry.Series) {
        (self.registry, self.series) = (registry, series)
        registry.add(0, to: series)
    }
    func increment(by amount: Int64) { registry.add(Double(amount), to: series) }
    func reset() { registry.reset(counter: series) }
}

final class RecorderSeries: RecorderHandler {
    let registry: PrometheusRegistry
    let series: PrometheusRegistry.Series
    let aggregates: Bool
    init(registry: PrometheusRegistry, series: PrometheusRegistry.Series, aggregates: Bool) {
        (self.registry, self.series, self.aggregates) = (registry, series, aggregates)
    }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
        if aggregates { registry.observe(value, in: series) } else { registry.set(value, of: series) }
    }
}

final class MeterSeries: MeterHandler {
    let registry: PrometheusRegistry
    let series: PrometheusRegistry.Series
    init(registry: PrometheusRegistry, series: PrometheusRegistry.Series) {
        (self.registry, self.series) = (registry, series)
    }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { registry.set(value, of: series) }
    func increment(by amount: Double) { registry.change(series, by: amount) }
    func decrement(by amount: Double) { registry.change(series, by: -amount) }
}

final class TimerSeries: TimerHandler {
    let registry: PrometheusRegistry
    let series: PrometheusRegistry.Series
    init(registry: PrometheusRegistry, series: PrometheusRegistry.Series) {
        (self.registry, self.series) = (registry, series)
    }
    func recordNanoseconds(_ duration: Int64) { registry.observe(Double(duration) / 1e9, in: series) }
}

/// The measures of HTTP, by OpenTelemetry's names.
enum HTTPMeasures {
    static func record(method: String, route: String, status: Int, took: Duration) {
        let known = Method(rawValue: method) == nil ? "_OTHER" : method
        let dimensions = [
            ("http_request_method", known), ("http_route", route),
            ("http_response_status_code", String(status)),
        ]
        PrometheusRegistry.shared.observe(
            took.inSeconds, in: PrometheusRegistry.series("http_server_request_duration_seconds", dimensions))
    }
}
