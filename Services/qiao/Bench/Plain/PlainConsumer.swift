import CRabbitMQ
import EventContracts
import Foundation
import Postgres

/// Takes what has arrived in one queue and applies it in one transaction of two statements, in one round trip.
struct PlainConsumer {
    private struct Arrived {
        let account: String
        let sequence: String
        let amount: Int
        let tag: UInt64
    }

    private let database: PlainDatabase
    private let broker: PlainBroker

    init(_ database: String, schema: String, broker: String, queue: String) throws {
        self.database = try PlainDatabase(
            database, schema: schema,
            [
                "apply": """
                insert into movement (account, sequence, amount)
                select * from unnest($1::uuid[], $2::bigint[], $3::bigint[])
                """,
                "position": """
                insert into msg_position as p (aggregate_type, aggregate_id, part, sequence)
                select $1, id, part, max(sequence) from unnest($2::uuid[], $3::smallint[], $4::bigint[])
                    as k(id, part, sequence) group by id, part order by id
                on conflict (aggregate_type, aggregate_id) do update set sequence = excluded.sequence
                """,
            ])
        self.broker = try PlainBroker(broker)
        amqp_basic_qos(self.broker.state, 1, 0, 512, 0)
        var strings = PlainStrings()
        defer { strings.free() }
        amqp_basic_consume(
            self.broker.state, 1, strings.bytes(queue), amqp_bytes_t(), 0, 0, 0, amqp_table_t())
        try self.broker.checkReply()
    }

    func run(_ threads: PlainThreads, _ applied: ([Int]) -> Void) throws {
        while !threads.isStopping {
            var batch: [Arrived] = []
            while batch.count < 256, let one = try next(wait: batch.isEmpty) { batch.append(one) }
            guard let last = batch.last else { continue }
            try apply(batch)
            applied(batch.map(\.amount))
            try broker.check(amqp_basic_ack(broker.state, 1, last.tag, 1))
        }
    }

    private func apply(_ batch: [Arrived]) throws {
        let accounts = plainArray(batch.map(\.account))
        let sequences = plainArray(batch.map(\.sequence))
        let parts = plainArray(
            try batch.map { String(Partition(of: try UUID(postgresText: $0.account)).number) })
        _ = try database.run([
            .init("apply", [accounts, sequences, plainArray(batch.map { String($0.amount) })]),
            .init("position", [PlainCarrier.aggregate, accounts, parts, sequences]),
        ])
    }

    /// - Returns: nil when nothing is there, after waiting a tenth of a second if so told.
    private func next(wait: Bool) throws -> Arrived? {
        amqp_maybe_release_buffers(broker.state)
        var envelope = amqp_envelope_t()
        let reply = qiao_amqp_next_delivery(broker.state, &envelope, wait ? 100 : 0)
        if reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION, reply.library_error == AMQP_STATUS_TIMEOUT.rawValue {
            return nil
        }
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else { throw PlainFailure("no delivery could be read") }
        defer { amqp_destroy_envelope(&envelope) }
        let headers = envelope.message.properties.headers
        func header(_ name: String) -> String {
            for entry in UnsafeBufferPointer(start: headers.entries, count: Int(headers.num_entries))
            where entry.key.buffer.elementsEqual(name.utf8) { return entry.value.value.bytes.plainText }
            return ""
        }
        return Arrived(
            account: String(header("cloudEvents_subject").split(separator: "/").last ?? ""),
            sequence: header("cloudEvents_sequence"),
            amount: amount(in: envelope.message.body.buffer),
            tag: envelope.delivery_tag)
    }

    /// The number behind `"amount":`, which has the second colon of the body before it.
    private func amount(in body: UnsafeRawBufferPointer) -> Int {
        let colon = UInt8(ascii: ":")
        guard let first = body.firstIndex(of: colon),
            let second = body[(first + 1)...].firstIndex(of: colon)
        else { return 0 }
        return body[(second + 1)...].prefix { $0 &- 48 < 10 }.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
