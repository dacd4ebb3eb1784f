import AMQP
import EventContracts
import Foundation
import Kernel
import Postgres

/// CloudEvents 1.0 in binary mode over AMQP 0-9-1: attributes as headers named `cloudEvents_…`, the body untouched.
enum EnvelopeOnTheWire {
    static func message(_ envelope: Envelope, body: [UInt8]) -> AMQPMessage {
        var headers: [String: AMQPValue] = [
            "cloudEvents_specversion": "1.0",
            "cloudEvents_id": .string(text(envelope.id)),
            "cloudEvents_source": .string("/\(envelope.publisher)"),
            "cloudEvents_type": .string(envelope.type),
            "cloudEvents_time": .string(WireJSON.instantText(envelope.time)),
            "cloudEvents_subject": .string("\(envelope.aggregateType)/\(text(envelope.aggregateID))"),
            "cloudEvents_dataschema": .string("/events/\(envelope.type).v\(envelope.version).json"),
            "cloudEvents_sequence": .int64(envelope.sequence),
            "cloudEvents_partitionkey": .string(envelope.partition.description),
            "cloudEvents_correlationid": .string(text(envelope.chain)),
        ]
        headers["cloudEvents_causationid"] = envelope.cause.map { .string(text($0)) }
        headers["cloudEvents_actor"] = envelope.actor.map { .string($0) }
        headers["cloudEvents_label"] = envelope.label.map { .string($0) }
        headers["traceparent"] = envelope.traceparent.map { .string($0) }
        return AMQPMessage(
            properties: AMQPProperties(
                messageID: text(envelope.id), type: envelope.type,
                timestamp: UInt64(max(0, envelope.time.timeIntervalSince1970)), appID: envelope.publisher,
                correlationID: text(envelope.chain), contentType: "application/json", persistent: true,
                headers: headers),
            body: body)
    }

    /// - Throws: `Undecodable` naming the header that is missing or wrong. Both `cloudEvents_` and `cloudEvents:` are read.
    static func envelope(_ message: AMQPMessage) throws -> Envelope {
        let headers = Headers(message.properties.headers)
        let subject = try headers.required("subject")
        guard let slash = subject.lastIndex(of: "/"),
            let aggregate = try? UUID(postgresText: String(subject[subject.index(after: slash)...]))
        else {
            throw Undecodable(
                reason: "header cloudEvents_subject is not <aggregate type>/<uuid>: \(subject.prefix(80))")
        }
        let type = try headers.required("type")
        let aggregateType = String(subject[..<slash])
        let name = EventName(type: type, version: try headers.version())
        guard name.aggregateType == aggregateType else {
            throw Undecodable(reason: "type \(type.prefix(80)) does not belong to subject \(aggregateType.prefix(80))")
        }
        let sequence = try headers.sequence()
        guard let time = WireJSON.parseInstant(try headers.required("time")) else {
            throw Undecodable(reason: "header cloudEvents_time is not an ISO 8601 instant")
        }
        return Envelope(
            id: try headers.uuid("id"), type: type, version: name.version, publisher: name.publisher, time: time,
            aggregateType: aggregateType, aggregateID: aggregate, label: try headers.optional("label"),
            sequence: sequence, chain: try headers.uuid("correlationid"),
            cause: try headers.optional("causationid").flatMap { try? UUID(postgresText: $0) },
            actor: try headers.optional("actor"), traceparent: try headers.plain("traceparent"))
    }

    static func text(_ id: UUID) -> String { id.postgresText ?? "" }
}

private struct Headers {
    private let headers: [String: AMQPValue]
    private let prefix: String

    /// A message has one of the two prefixes that there are, throughout.
    init(_ headers: [String: AMQPValue]) {
        self.headers = headers
        prefix = headers["cloudEvents:type"] == nil ? "cloudEvents_" : "cloudEvents:"
    }

    func value(_ name: String) -> AMQPValue? { headers[prefix + name] }
    func optional(_ name: String) throws -> String? { try storable(value(name)?.string, prefix + name) }
    func plain(_ name: String) throws -> String? { try storable(headers[name]?.string, name) }
    /// The database could not keep it.
    private func storable(_ text: String?, _ name: @autoclosure () -> String) throws -> String? {
        guard text?.utf8.contains(0) != true else {
            throw Undecodable(reason: "header \(name()) contains a NUL character")
        }
        return text
    }
    func required(_ name: String) throws -> String {
        guard let text = try optional(name) else { throw Undecodable(reason: "header cloudEvents_\(name) is missing") }
        return text
    }
    func uuid(_ name: String) throws -> UUID {
        guard let id = try? UUID(postgresText: required(name)) else {
            throw Undecodable(reason: "header cloudEvents_\(name) is not a UUID")
        }
        return id
    }
    func sequence() throws -> Int64 {
        guard let value = value("sequence"), let number = value.integer ?? value.string.flatMap({ Int64($0) }),
            number > 0
        else { throw Undecodable(reason: "header cloudEvents_sequence is not a positive number") }
        return number
    }
    func version() throws -> Int {
        let schema = try required("dataschema")
        guard let mark = schema.utf8.lastIndex(of: UInt8(ascii: "v")), schema[..<mark].utf8.last == UInt8(ascii: "."),
            let version = Int16(schema[mark...].dropFirst().prefix { $0.isNumber })
        else { throw Undecodable(reason: "header cloudEvents_dataschema names no version: \(schema.prefix(80))") }
        return Int(version)
    }
}
