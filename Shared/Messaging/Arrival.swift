import AMQP
import EventContracts
import Foundation

/// One event as it arrived, decoded as far as its envelope.
struct Arrival: Sendable {
    let envelope: Envelope
    let body: [UInt8]

    var stream: Stream { Stream(type: envelope.aggregateType, id: envelope.aggregateID) }
    var sequence: Int64 { envelope.sequence }
}

/// The events of one aggregate.
struct Stream: Sendable, Hashable {
    let type: String
    let id: UUID
    var part: Int { Partition(of: id).number }
}

/// What came out of a lane's queue.
enum Delivered: Sendable {
    case event(Arrival)
    case heads(HeadsAnnouncement)
    case undecodable(reason: String)

    init(_ message: AMQPMessage) {
        do {
            if message.properties.type == HeadsAnnouncement.type {
                self = .heads(try WireHeads.decode(message.body))
            } else {
                self = .event(Arrival(envelope: try EnvelopeOnTheWire.envelope(message), body: message.body))
            }
        } catch let error as Undecodable {
            self = .undecodable(reason: error.reason)
        } catch {
            self = .undecodable(reason: describe(error))
        }
    }
}

private enum WireHeads {
    static func decode(_ body: [UInt8]) throws -> HeadsAnnouncement {
        try JSONDecoder().decode(HeadsAnnouncement.self, from: Data(body))
    }
}

/// Why an event was not applied, and so what becomes of it.
enum Setback: Sendable {
    /// It waits for another aggregate, without spending attempts.
    case notYet(String)
    /// It is tried again later, until its attempts are spent.
    case retry(String)
    /// No retry helps: an operator decides.
    case park(cause: String, String)

    /// - Parameter error: what a handler threw.
    init(_ error: any Error) {
        switch error {
        case let error as NotYet: self = .notYet(error.description)
        case let error as Undecodable: self = .park(cause: "undecodable", error.reason)
        case let error as UnknownType: self = .park(cause: "unknown_type", error.description)
        default: self = .retry(String(describing: error))
        }
    }
}

/// An event type that this build does not know: it was deployed too early, or it does not belong here.
struct UnknownType: Error, CustomStringConvertible {
    let name: EventName
    var description: String {
        "this build knows no event \(name); it is applied by itself once the service is upgraded"
    }
}

/// When a failed event is tried again, and when no more.
enum Backoff {
    static let attempts = 6

    /// Seconds until the next attempt after `failed` failures: 1, 5, 30, 120, 600, ±20 %.
    static func seconds(after failed: Int) -> Double {
        let steps: [Double] = [1, 5, 30, 120, 600]
        return steps[min(max(failed, 1), steps.count) - 1] * Double.random(in: 0.8...1.2)
    }
    /// Seconds until the next look after `looks` times of not yet: 0.05 doubling to 5.
    static func seconds(notYet looks: Int) -> Double { min(5, 0.05 * Double(1 << min(looks, 7))) }
}
