import AMQP
import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import Kernel
import OAEvents
import PortalEvents

@testable import Messaging

extension Subject {
    /// A message's properties as they are on the wire, as the envelope of an event. What is read can be written and is
    /// read again as the same.
    static let envelopes = Subject(name: "envelopes") {
        let id = UUID(uuidString: "01930000-0000-7000-8000-00000000002a") ?? UUID()
        let time = Date(timeIntervalSince1970: 1_790_000_000.25)
        let bare = Envelope(
            id: id, type: "oa.trip.approved", version: 1, publisher: "oa", time: time, aggregateType: "oa.trip",
            aggregateID: id, label: nil, sequence: 1, chain: id, cause: nil, actor: nil, traceparent: nil)
        var full = bare
        (full.label, full.sequence, full.cause, full.actor) = ("出差 7", .max, id, "li")
        full.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        return try [bare, full].map { try Wire.bytes(of: EnvelopeOnTheWire.message($0, body: []).properties) }
    } check: { input in
        guard let properties = Wire.properties(input) else { return }
        _ = Delivered(AMQPMessage(properties: properties, body: input))
        let message = AMQPMessage(properties: properties, body: [])
        guard let envelope = try read({ try EnvelopeOnTheWire.envelope(message) }) else { return }
        let once = try read { try EnvelopeOnTheWire.envelope(EnvelopeOnTheWire.message(envelope, body: [])) }
        // Written with milliseconds.
        guard var expected = once, abs(expected.time.timeIntervalSince(envelope.time)) <= 0.001 else {
            throw Broken("\(envelope) is read again as \(String(describing: once))")
        }
        let twice = try read { try EnvelopeOnTheWire.envelope(EnvelopeOnTheWire.message(expected, body: [])) }
        guard twice == expected else { throw Broken("\(expected) is read again as \(String(describing: twice))") }
        expected.time = envelope.time
        guard expected == envelope else { throw Broken("\(envelope) is read again as \(expected)") }
    }

    /// Bodies of events: the first byte says of which, the rest is JSON. What is read can be written, and is read again
    /// as the same.
    static let events = Subject(name: "events") {
        try types.enumerated().map { index, type in
            [UInt8(index)] + Array(try Data(contentsOf: golden.appending(path: EventDocuments.fileName(type.name))))
        }
    } check: { input in
        guard let choice = input.first else { return }
        let type = types[Int(choice) % types.count]
        try rewritten(type, Data(input.dropFirst()))
    }

    private static let types = [OA.catalog, CRM.catalog, ERP.catalog, Portal.catalog].flatMap(\.types)
    // The real path: `Tests/Fuzz/run` builds this file through a link.
    private static let golden = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "ContractTests/Golden")

    private static func rewritten<E: Event>(_ type: E.Type, _ body: Data) throws {
        guard let event = try read({ try WireJSON.decode(E.self, from: body) }) else { return }
        _ = (event.aggregate, event.label)
        let once = try read { try WireJSON.encode(event) }
        let twice = try once.flatMap { once in
            try read { try WireJSON.encode(try WireJSON.decode(E.self, from: once)) }
        }
        guard let once, once == twice else {
            throw Broken(
                "\(E.name) is written as \(text(Array(once ?? Data()))), then as \(text(Array(twice ?? Data())))")
        }
    }
}
