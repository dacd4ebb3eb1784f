import Testing

@testable import AMQP

@Suite("Ledgers of what is outstanding")
struct LedgerTests {
    @Test("Confirms of one, of many and of all settle each message once")
    func confirms() throws {
        var ledger = ConfirmLedger<Int>()
        let settle = { try ledger.settle($0, multiple: $1) }
        for entry in 1...6 { ledger.sent(entry, size: 10, at: .now) }
        #expect(ledger.nextNumber == 7)
        #expect(try settle(4, false).map(\.entry) == [4])
        ledger.returned(2, .init(code: 312, text: "NO_ROUTE"))
        #expect(try settle(3, true).map(\.returned?.code) == [nil, 312, nil])
        #expect(try settle(4, true).isEmpty)
        #expect(ledger.count == 2 && ledger.size == 20)
        #expect(try settle(0, true).map(\.entry) == [5, 6])
        #expect(throws: AMQPError.self) { try settle(7, false) }
        ledger.sent(7, size: 1, at: .now)
        let drained = ledger.drain()
        #expect(drained.map(\.entry) == [7])
        #expect(ledger.nextNumber == 1 && ledger.oldest == nil)
    }

    @Test("Random confirms against a plain set", arguments: 1...20 as ClosedRange<UInt64>)
    func randomConfirms(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        var ledger = ConfirmLedger<UInt64>()
        var waiting: Set<UInt64> = []
        for _ in 0..<20_000 {
            let number = ledger.nextNumber
            if Bool.random(using: &generator) || waiting.isEmpty {
                ledger.sent(number, size: 1, at: .now)
                waiting.insert(number)
            } else {
                let tag = UInt64.random(in: (waiting.min() ?? 1)..<number, using: &generator)
                let multiple = Int.random(in: 0..<20, using: &generator) == 0
                let expected = waiting.filter { multiple ? $0 <= tag : $0 == tag }
                let settled = try ledger.settle(tag, multiple: multiple).map(\.entry)
                #expect(Set(settled) == expected)
                waiting.subtract(expected)
            }
            #expect(ledger.count == waiting.count)
        }
    }

    @Test("Refusals count from the first as long as others follow soon")
    func refusals() {
        var clock = RefusalClock(limit: .seconds(10))
        let begin = ContinuousClock.now
        let answers = [0, 8, 12, 23, 30, 34].map { clock.goOnTooLong(begin + .seconds($0)) }
        #expect(answers == [false, false, true, false, false, true])
        clock.reset()
        let afterwards = clock.goOnTooLong(begin + .seconds(35))
        #expect(!afterwards)
    }

    @Test("Acknowledgements leave together up to the oldest outstanding delivery")
    func acknowledgements() throws {
        var ledger = DeliveryLedger()
        let acknowledge = { ledger.acknowledge($0) }
        let reject = { ledger.reject($0) }
        let flush = { ledger.flush() }
        for tag in 1...8 as ClosedRange<UInt64> { try ledger.delivered(tag) }
        for tag in [1, 2, 4, 6] as [UInt64] { #expect(acknowledge(tag)) }
        #expect(flush() == [.ack(2, multiple: true), .ack(4, multiple: false), .ack(6, multiple: false)])
        #expect(!acknowledge(4))
        #expect(reject(3))
        #expect(acknowledge(5))
        #expect(flush() == [.ack(5, multiple: false)])
        #expect(acknowledge(8))
        #expect(acknowledge(7))
        #expect(flush() == [.ack(8, multiple: true)])
        #expect(flush().isEmpty)
        #expect(!reject(9))
        #expect(throws: AMQPError.self) { try ledger.delivered(12) }
    }

    @Test("Random acknowledgements: the broker hears of every delivery once", arguments: 1...20 as ClosedRange<UInt64>)
    func randomAcknowledgements(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        var ledger = DeliveryLedger()
        // As the broker sees it: a tag must be outstanding when it is named, and `multiple` takes all before it.
        var broker: Set<UInt64> = []
        var seen: Set<UInt64> = []
        var next: UInt64 = 1
        for _ in 0..<3000 {
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                try ledger.delivered(next)
                broker.insert(next)
                seen.insert(next)
                next += 1
            }
            for tag in seen.sorted() where Int.random(in: 0..<3, using: &generator) == 0 {
                seen.remove(tag)
                if Int.random(in: 0..<5, using: &generator) == 0 {
                    let rejected = ledger.reject(tag)
                    #expect(rejected)
                    broker.remove(tag)
                } else {
                    let acknowledged = ledger.acknowledge(tag)
                    #expect(acknowledged)
                }
            }
            for case .ack(let tag, let multiple) in ledger.flush() {
                #expect(broker.contains(tag))
                if multiple { broker = broker.filter { $0 > tag } } else { broker.remove(tag) }
            }
            #expect(broker == seen)
        }
    }
}

@Suite("Broker addresses")
struct AddressTests {
    @Test("Everything given")
    func full() throws {
        let address = try BrokerAddress("amqps://us%40er:p%3Aw@a.example:5671,[::1]:7,b/team%2Fone")
        #expect(address.secure && address.user == "us@er" && address.password == "p:w")
        #expect(address.hosts.map(\.description) == ["a.example:5671", "::1:7", "b:5671"])
        #expect(address.virtualHost == "team/one")
    }

    @Test("What TLS needs")
    func tls() throws {
        let address = try BrokerAddress("amqps://h/v?cacertfile=/a%20b/ca.crt&certfile=c&keyfile=k&verify=verify_none")
        #expect(address.tls == .init(caFile: "/a b/ca.crt", verify: false, certificateFile: "c", keyFile: "k"))
        #expect(address.virtualHost == "v" && address.hosts.map(\.description) == ["h:5671"])
        #expect(try BrokerAddress("amqps://h").tls?.verify == true)
    }

    @Test("Defaults")
    func defaults() throws {
        for url in ["amqp://broker", "amqp://broker/", "amqp://broker/%2f"] {
            let address = try BrokerAddress(url)
            #expect(!address.secure && address.user == "guest" && address.virtualHost == "/")
            #expect(address.hosts.map(\.description) == ["broker:5672"])
        }
    }

    @Test(
        "Nonsense is refused",
        arguments: [
            "", "http://x", "amqp://", "amqp://h:0", "amqp://h:x", "amqp://h,,i", "amqp://u%zz@h", "amqp://h?x=1",
            "amqp://h?cacertfile=a", "amqps://h?x=1", "amqps://h?verify=maybe", "amqps://h?certfile=a",
        ])
    func nonsense(_ url: String) {
        #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url) }
    }
}
