import CRabbitMQ

@testable import AMQP
@testable import Postgres

extension Subject {
    /// The addresses of both servers, which people write by hand.
    static let addresses = Subject(name: "addresses") {
        [
            "amqp://us%40er:p%3Aw@a.example:5671,[::1]:7,b/team%2Fone", "amqps://h/?cacertfile=a&verify=verify_none",
            "postgres://user:p%40ss@a:1,b:2/qiao?sslmode=verify-full&sslrootcert=a%20b",
        ].map { Array($0.utf8) }
    } check: { input in
        _ = try read { try AMQPConfiguration(url: text(input)) }
        _ = try read { try PostgresConfiguration(url: text(input)).keywords }
    }

    /// Field tables as they are on the wire. What is read can be written, takes no more room than was foreseen, and is
    /// read again as the same.
    static let fieldTables = Subject(name: "fieldTables") {
        try [seedTable, [:]].map { try Wire.bytes(of: $0) }
    } check: { input in
        guard let table = Wire.table(input) else { return }
        let arena = Arena()
        guard let written = try read({ try Wire.bytes(of: table, in: arena) }) else { return }
        guard written.count <= arena.wireSize + 4 else {
            throw Broken("a table takes \(written.count) bytes, foreseen were \(arena.wireSize)")
        }
        guard table.values.contains(where: \.isNoNumber) || Wire.table(written) == table else {
            throw Broken("\(table) is read again as \(String(describing: Wire.table(written)))")
        }
    }

    private static let seedTable: [String: AMQPValue] = [
        "null": .null, "true": true, "int32": .int32(.min), "int64": .int64(.max), "double": .double(1.25),
        "text": "合同 ü", "empty": "", "bytes": .bytes([0xFF, 0xFE, 0]), "time": .timestamp(1_790_000_000),
        "list": .array([1, "two", .array([])]), "table": .table(["inner": .table([:]), "": "no name"]),
    ]

    /// Frames of a broker as they are on the wire, through the library and our own assembly.
    static let frames = Subject(name: "frames") {
        let delivery = try Wire.delivery(headers: seedTable, body: Array("{}".utf8))
        return try [
            delivery, delivery + Wire.acknowledgement + delivery, Wire.returned(headers: ["x-publish-number": 7]),
            Wire.acknowledgement, Wire.end, Wire.delivery(headers: [:], body: Array(repeating: 1, count: 1001)),
        ]
    } check: { input in
        guard let state = amqp_new_connection() else { throw Broken("no memory for a connection") }
        defer { amqp_destroy_connection(state) }
        var assembly = FrameAssembly(maximumBodySize: 1000)
        var rest = input[...]
        while !rest.isEmpty {
            var frame = amqp_frame_t()
            let taken = rest.withUnsafeBytes { amqp_handle_input(state, Wire.borrowed($0), &frame) }
            guard taken > 0 else { return }
            rest = rest.dropFirst(Int(taken))
            guard frame.frame_type != 0 else { continue }
            defer { amqp_maybe_release_buffers_on_channel(state, frame.channel) }
            guard let event = try read({ try assembly.accept(frame) }) else { return }
            if case .delivery(let delivery)? = event, delivery.message.map({ $0.body.count > 1000 }) == true {
                throw Broken("a body of \(delivery.message?.body.count ?? 0) bytes was taken")
            }
        }
    }
}

extension AMQPValue {
    /// Whether there is something in it that equals nothing, not even itself.
    fileprivate var isNoNumber: Bool {
        switch self {
        case .double(let value): value.isNaN
        case .array(let values): values.contains(where: \.isNoNumber)
        case .table(let entries): entries.values.contains(where: \.isNoNumber)
        default: false
        }
    }
}
