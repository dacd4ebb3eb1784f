import CRabbitMQ

/// C memory for the arguments of one call. What it hands out is owned by the arena and valid until ``recycle()``.
final class Arena {
    private let pool: UnsafeMutablePointer<amqp_pool_t>
    /// Bytes that all handed out values take on the wire, roughly and never too few.
    private(set) var wireSize = 0

    init() {
        pool = .allocate(capacity: 1)
        init_amqp_pool(pool, 4096)
    }

    deinit {
        empty_amqp_pool(pool)
        pool.deallocate()
    }

    func recycle() {
        recycle_amqp_pool(pool)
        wireSize = 0
    }

    func bytes(_ text: String) throws(AMQPError) -> amqp_bytes_t {
        var text = text
        let copied = text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
        return try allocated(copied)
    }

    func bytes(_ data: [UInt8]) throws(AMQPError) -> amqp_bytes_t {
        try allocated(data.withUnsafeBytes { copy($0) })
    }

    /// Text whose length travels in one byte.
    func short(_ text: String, _ what: @autoclosure () -> String) throws(AMQPError) -> amqp_bytes_t {
        guard text.utf8.count <= 255 else { throw .invalidArgument("\(what()) is longer than 255 bytes") }
        return try bytes(text)
    }

    func table(_ entries: [String: AMQPValue]) throws(AMQPError) -> amqp_table_t {
        guard !entries.isEmpty else { return amqp_table_t(num_entries: 0, entries: nil) }
        let memory: UnsafeMutablePointer<amqp_table_entry_t> = try array(entries.count)
        var index = 0
        for (key, value) in entries {
            guard key.utf8.count <= 128 else { throw .invalidArgument("a table's key is longer than 128 bytes") }
            let entry = amqp_table_entry_t(key: try bytes(key), value: try field(value))
            memory.advanced(by: index).initialize(to: entry)
            index += 1
        }
        return amqp_table_t(num_entries: Int32(index), entries: memory)
    }

    func list(_ values: [AMQPValue]) throws(AMQPError) -> amqp_array_t {
        guard !values.isEmpty else { return amqp_array_t(num_entries: 0, entries: nil) }
        let memory: UnsafeMutablePointer<amqp_field_value_t> = try array(values.count)
        for (index, value) in values.enumerated() {
            memory.advanced(by: index).initialize(to: try field(value))
        }
        return amqp_array_t(num_entries: Int32(values.count), entries: memory)
    }

    private func array<T>(_ count: Int) throws(AMQPError) -> UnsafeMutablePointer<T> {
        wireSize += 12 * count
        guard let memory = amqp_pool_alloc(pool, count * MemoryLayout<T>.stride) else {
            throw .connectionLost("out of memory")
        }
        return memory.bindMemory(to: T.self, capacity: count)
    }

    private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t? {
        guard let start = source.baseAddress, source.count > 0 else { return amqp_bytes_t(len: 0, bytes: nil) }
        guard let memory = amqp_pool_alloc(pool, source.count) else { return nil }
        memory.copyMemory(from: start, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: memory)
    }

    private func allocated(_ bytes: amqp_bytes_t?) throws(AMQPError) -> amqp_bytes_t {
        guard let bytes else { throw .connectionLost("out of memory") }
        wireSize += bytes.len + 8
        return bytes
    }
}
