import Foundation
import JSONSchema
import Kernel

/// A fact that one service publishes and others may follow. The type's JSON form is the body on the wire; published
/// fields are never renamed, removed or given a new meaning: a new version is a new type beside the old.
public protocol Event: Codable, Sendable {
    /// `service.aggregate.verb`, such as `oa.trip.approved`: who publishes it, whose stream it belongs to, what happened.
    static var type: String { get }
    /// The version of the body, from 1.
    static var version: Int { get }
    /// What happened, in one sentence, for the event catalogue.
    static var summary: String { get }
    /// The aggregate the event belongs to; events of one aggregate keep their order.
    var aggregate: UUID { get }
    /// What people call the aggregate (a document number, a name), carried in the envelope so that a chain is readable.
    var label: String? { get }
}

extension Event {
    public static var version: Int { 1 }
    public var label: String? { nil }

    /// The name and version as they are registered: `oa.trip.approved` and 1.
    public static var name: EventName {
        EventName(type: type, version: version)
    }
}

/// The name of an event type taken apart.
public struct EventName: Sendable, Hashable, CustomStringConvertible {
    public let type: String
    public let version: Int

    public init(type: String, version: Int) {
        self.type = type
        self.version = version
    }
    /// The publishing service: `oa`.
    public var publisher: String { String(type[..<(type.utf8.firstIndex(of: UInt8(ascii: ".")) ?? type.endIndex)]) }
    /// The aggregate type, unique in the whole system: `oa.trip`.
    public var aggregateType: String {
        // For every event on its way, so without taking the name apart.
        guard let first = type.utf8.firstIndex(of: UInt8(ascii: ".")) else { return "\(type)." }
        let rest = type.utf8[type.utf8.index(after: first)...]
        return String(type[..<(rest.firstIndex(of: UInt8(ascii: ".")) ?? type.endIndex)])
    }
    /// What happened: `approved`.
    public var verb: String {
        let parts = type.split(separator: ".", maxSplits: 2)
        return parts.count > 2 ? String(parts[2]) : ""
    }
    public var description: String { "\(type) v\(version)" }
}
