import CRabbitMQ
import EventContracts
import Foundation

/// Takes unsent events of its share of partitions, publishes them with confirms and `mandatory`, and deletes them in
/// the round trip that reads the next.
struct PlainRelay {
    private let database: PlainDatabase
    private let broker: PlainBroker
    private let source: String
    private var published: UInt64 = 0

    init(_ database: String, schema: String, broker: String, share: Int, of shares: Int) throws {
        self.database = try PlainDatabase(
            database, schema: schema,
            [
                "sent": "delete from msg_unsent where id = any($1::bigint[])",
                "unsent": """
                select e.id, e.event_id, e.part, e.aggregate_type, e.aggregate_id, e.sequence, e.type, e.version,
                    e.chain, e.recorded_at, e.body
                from (
                    select id, day from msg_unsent where part % \(shares) = \(share) order by id limit 512
                ) u join msg_event e on e.id = u.id and e.day = u.day order by e.id
                """,
            ])
        self.broker = try PlainBroker(broker)
        source = schema
        amqp_confirm_select(self.broker.state, 1)
        try self.broker.checkReply()
    }

    mutating func run(_ threads: PlainThreads, _ wake: PlainWake) throws {
        var sent = "{}"
        while !threads.isStopping {
            let rows = try database.run(
                sent == "{}" ? [.init("unsent", [])] : [.init("sent", [sent]), .init("unsent", [])])
            sent = plainArray(rows.compactMap { $0[0] })
            if rows.isEmpty { wake.wait(0.05) }
            for start in stride(from: 0, to: rows.count, by: 128) {
                try broker.together { for row in rows[start..<min(start + 128, rows.count)] { try publish(row) } }
            }
            try waitForConfirms(of: rows.count)
        }
    }

    private func publish(_ row: [String?]) throws {
        func text(_ column: Int) -> String { row[column] ?? "" }
        var strings = PlainStrings()
        defer { strings.free() }
        var properties = amqp_basic_properties_t()
        properties._flags = amqp_flags_t(
            AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG
                | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG
                | AMQP_BASIC_HEADERS_FLAG)
        properties.content_type = strings.bytes("application/json")
        properties.correlation_id = strings.bytes(text(8))
        properties.message_id = strings.bytes(text(1))
        properties.type = strings.bytes(text(6))
        properties.app_id = strings.bytes(source)
        properties.delivery_mode = 2
        let headers = [
            ("cloudEvents_specversion", "1.0"), ("cloudEvents_id", text(1)), ("cloudEvents_source", source),
            ("cloudEvents_type", text(6)), ("cloudEvents_time", text(9)),
            ("cloudEvents_subject", "\(text(3))/\(text(4))"),
            ("cloudEvents_dataschema", "/events/\(text(6)).v\(text(7)).json"), ("cloudEvents_sequence", text(5)),
            ("cloudEvents_partitionkey", text(2)), ("cloudEvents_correlationid", text(8)),
        ]
        let partition = Partition(Int(text(2)) ?? 0)
        let (exchange, key) = (strings.bytes("qiao.events"), strings.bytes("\(partition).\(text(6))"))
        let body = strings.bytes(text(10))
        var entries = headers.map { name, value in
            var entry = amqp_table_entry_t()
            entry.key = strings.bytes(name)
            entry.value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            entry.value.value.bytes = strings.bytes(value)
            return entry
        }
        try entries.withUnsafeMutableBufferPointer { entries in
            properties.headers = amqp_table_t(num_entries: Int32(entries.count), entries: entries.baseAddress)
            try broker.check(amqp_basic_publish(broker.state, 1, exchange, key, 1, 0, &properties, body))
        }
    }

    /// Returns when the broker has confirmed the last `count` messages, in whatever order.
    private mutating func waitForConfirms(of count: Int) throws {
        var open = Array(repeating: true, count: count)
        var (first, missing) = (0, count)
        while missing > 0 {
            let ack = try nextConfirm()
            let place = Int(ack.delivery_tag - published) - 1
            let begin = ack.multiple != 0 ? min(first, place) : place
            for index in begin...place where open[index] {
                open[index] = false
                missing -= 1
            }
            if ack.multiple != 0 { first = max(first, place + 1) }
        }
        published += UInt64(count)
    }

    private func nextConfirm() throws -> amqp_basic_ack_t {
        var frame = amqp_frame_t()
        amqp_maybe_release_buffers(broker.state)
        try broker.check(amqp_simple_wait_frame(broker.state, &frame))
        guard frame.frame_type == AMQP_FRAME_METHOD, frame.payload.method.id == AMQP_BASIC_ACK_METHOD,
            let decoded = frame.payload.method.decoded
        else { throw PlainFailure("the broker did not confirm") }
        return decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
    }
}
