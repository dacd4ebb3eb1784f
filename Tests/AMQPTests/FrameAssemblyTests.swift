import CRabbitMQ
import Testing

@testable import AMQP

/// Frames as the library hands them out, with the memory they point to.
private final class FrameMemory {
    private var blocks: [UnsafeMutableRawPointer] = []

    deinit {
        for block in blocks { block.deallocate() }
    }

    private func place<T>(_ value: T) -> UnsafeMutableRawPointer {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(1, MemoryLayout<T>.size), alignment: 16)
        block.initializeMemory(as: T.self, to: value)
        blocks.append(block)
        return block
    }

    private func frame(_ type: Int32) -> amqp_frame_t {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(truncatingIfNeeded: type)
        frame.channel = 1
        return frame
    }

    func unknown(_ type: UInt8) -> amqp_frame_t { frame(Int32(type)) }

    func method<T>(_ id: amqp_method_number_t, _ fields: T) -> amqp_frame_t {
        var frame = frame(AMQP_FRAME_METHOD)
        frame.payload.method = amqp_method_t(id: id, decoded: place(fields))
        return frame
    }

    func header(size: UInt64) -> amqp_frame_t {
        var frame = frame(AMQP_FRAME_HEADER)
        frame.payload.properties.class_id = UInt16(AMQP_BASIC_CLASS)
        frame.payload.properties.body_size = size
        frame.payload.properties.decoded = place(amqp_basic_properties_t())
        return frame
    }

    func body(_ count: Int) -> amqp_frame_t {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 16)
        block.initializeMemory(as: UInt8.self, repeating: 1, count: max(1, count))
        blocks.append(block)
        var frame = frame(AMQP_FRAME_BODY)
        frame.payload.body_fragment = amqp_bytes_t(len: count, bytes: block)
        return frame
    }
}

@Suite("Frames from a peer")
struct FrameAssemblyTests {
    private let memory = FrameMemory()

    private func expectNothing(_ assembly: inout FrameAssembly, _ frame: amqp_frame_t) throws {
        let event = try assembly.accept(frame)
        if event != nil { Issue.record("an event before the message was whole") }
    }

    @Test("A header without a method, a body without a header, a body too long")
    func order() throws {
        var assembly = FrameAssembly(maximumBodySize: 100)
        #expect(throws: AMQPError.self) { try assembly.accept(memory.header(size: 1)) }
        #expect(throws: AMQPError.self) { try assembly.accept(memory.body(1)) }
        try expectNothing(&assembly, memory.method(AMQP_BASIC_DELIVER_METHOD, amqp_basic_deliver_t()))
        try expectNothing(&assembly, memory.header(size: 5))
        try expectNothing(&assembly, memory.body(0))
        try expectNothing(&assembly, memory.body(4))
        #expect(throws: AMQPError.self) {
            try assembly.accept(memory.method(AMQP_BASIC_ACK_METHOD, amqp_basic_ack_t()))
        }
        #expect(throws: AMQPError.self) { try assembly.accept(memory.body(2)) }
    }

    @Test("A claim of a huge body takes no memory, and the body is left out")
    func hugeClaim() throws {
        var assembly = FrameAssembly(maximumBodySize: 100)
        _ = try assembly.accept(memory.method(AMQP_BASIC_DELIVER_METHOD, amqp_basic_deliver_t()))
        try expectNothing(&assembly, memory.header(size: .max))
        try expectNothing(&assembly, memory.body(1000))
        var other = FrameAssembly(maximumBodySize: 100)
        _ = try other.accept(memory.method(AMQP_BASIC_DELIVER_METHOD, amqp_basic_deliver_t()))
        _ = try other.accept(memory.header(size: 101))
        let event = try other.accept(memory.body(101))
        guard case .delivery(let delivery) = event else {
            Issue.record("no delivery")
            return
        }
        #expect(delivery.message == nil)
    }

    @Test("Random frames end in an event, in nothing or in a typed error", arguments: 1...50 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        var generator = SplitMix(state: seed)
        var assembly = FrameAssembly(maximumBodySize: 50)
        for _ in 0..<2000 {
            let frame =
                switch Int.random(in: 0..<7, using: &generator) {
                case 0: memory.method(AMQP_BASIC_DELIVER_METHOD, amqp_basic_deliver_t())
                case 1: memory.method(AMQP_BASIC_RETURN_METHOD, amqp_basic_return_t())
                case 2: memory.method(AMQP_BASIC_ACK_METHOD, amqp_basic_ack_t())
                case 3: memory.method(generator.next() % 2 == 0 ? 0 : 0x003C_0028, amqp_basic_ack_t())
                case 4: memory.header(size: UInt64.random(in: 0...80, using: &generator))
                case 5: memory.body(Int.random(in: 0...40, using: &generator))
                default: memory.unknown(UInt8.random(in: 9...255, using: &generator))
                }
            do { _ = try assembly.accept(frame) } catch { assembly = FrameAssembly(maximumBodySize: 50) }
        }
    }
}
