import Foundation
import JSONSchema
import Kernel

/// The generated documents of the event contracts: one JSON Schema per event and version, one AsyncAPI 3 document.
public enum EventDocuments {
    /// File names under `docs/events/` with their text.
    /// - Throws: `DecodingError` when a schema cannot be derived from a type.
    public static func files(_ catalogs: [EventCatalog]) throws -> [String: String] {
        var files: [String: String] = [:]
        for catalog in catalogs {
            for type in catalog.types { files[fileName(type.name)] = try text(schema(of: type)) }
        }
        files["asyncapi.json"] = try text(asyncAPI(catalogs))
        return files
    }

    /// `oa.trip.approved.v1.json`.
    public static func fileName(_ name: EventName) -> String { "\(name.type).v\(name.version).json" }

    static func schema(of type: any Event.Type) throws -> JSONValue {
        guard case .object(var schema) = try derive(type) else { return [:] }
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["$id"] = .string("/events/\(fileName(type.name))")
        schema["title"] = .string(type.name.description)
        schema["description"] = .string(type.summary)
        return .object(schema)
    }

    private static func derive<E: Event>(_ type: E.Type) throws -> JSONValue { try SchemaProbe.schema(of: type) }

    private static func asyncAPI(_ catalogs: [EventCatalog]) throws -> JSONValue {
        var channels: [String: JSONValue] = [:]
        var operations: [String: JSONValue] = [:]
        for catalog in catalogs {
            for type in catalog.types {
                let key = "\(type.name.type).v\(type.name.version)"
                channels[key] = channel(type, sensitive: catalog.sensitive.contains(type.name.aggregateType))
                operations["publish-\(key)"] = [
                    "action": "send", "channel": ["$ref": .string("#/channels/\(key)")],
                    "x-service": .string("\(catalog.publisher)-service"),
                ]
            }
        }
        return [
            "asyncapi": "3.0.0",
            "info": [
                "title": "Qiao events", "version": "1.0.0",
                "description": "Every event that the four services exchange over the topic exchange qiao.events.",
            ],
            "defaultContentType": "application/json",
            "channels": .object(channels), "operations": .object(operations),
        ]
    }

    private static func channel(_ type: any Event.Type, sensitive: Bool) -> JSONValue {
        let key = "\(type.name.type).v\(type.name.version)"
        return [
            "address": .string("{partition}.\(type.name.type)"),
            "description": .string(type.summary),
            "parameters": ["partition": ["description": "p00 to p15, a stable hash of the aggregate's id"]],
            "x-aggregate": .string(type.name.aggregateType),
            "x-sensitive": .bool(sensitive),
            "messages": [
                key: ["name": .string(key), "payload": ["$ref": .string("./\(fileName(type.name))")]]
            ],
        ]
    }

    private static func text(_ value: JSONValue) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
