import AMQP
import Foundation
import Testing

@Suite("What a service may bind to and publish")
struct RightsTests {
    /// `deploy/rabbitmq/definitions.json`, as far as it is about rights.
    private struct Definitions: Decodable {
        struct Rights: Decodable {
            let user: String
            let exchange: String?
            let configure: String?
            let write: String
            let read: String
        }
        let permissions: [Rights]
        let topic_permissions: [Rights]

        static func read() throws -> Definitions {
            let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "deploy/rabbitmq/definitions.json")
            return try JSONDecoder().decode(Definitions.self, from: Data(contentsOf: file))
        }
    }

    @Test(
        "Only who is entitled binds to what is sensitive, and nobody publishes as another",
        .enabled(if: Operator.isThere),
        arguments: [
            ("portal", "*.crm.lead.*", true), ("portal", "*.crm.credit-terms.*", false),
            ("portal", "*.crm.*.*", false), ("portal", "#", false), ("portal", "*.erp.order-cost.*", false),
            ("portal", "p01.crm.credit-terms.changed", false), ("oa", "*.erp.price-floor.*", false),
            ("crm", "*.erp.order-cost.*", true), ("erp", "*.crm.credit-terms.*", true), ("erp", "#", false),
        ])
    func binding(service: String, key: String, isAllowed: Bool) async throws {
        try await withUser(of: service) { configuration, own in
            try await withPublisher(configuration) { publisher in
                try await publisher.connected()
                let bind = { @Sendable (session: AMQPSession) in
                    try session.declareExchange(own, type: "topic", durable: true)
                    try session.bindExchange(own, source: "qiao.events", routingKey: key)
                }
                if isAllowed {
                    try await publisher.perform(bind)
                } else {
                    await #expect {
                        try await publisher.perform(bind)
                    } throws: { "\($0)".contains("ACCESS_REFUSED") || "\($0)".contains("403") }
                }
            }
        }
    }

    /// A user with the rights that the deployment gives the service, for the time of a test.
    private func withUser(
        of service: String, _ body: (AMQPConfiguration, _ own: String) async throws -> Void
    ) async throws {
        let definitions = try Definitions.read()
        let rights = try #require(definitions.permissions.first { $0.user == service })
        let topics = try #require(definitions.topic_permissions.first { $0.user == service })
        let user = "\(service)-\(UUID().uuidString.prefix(8).lowercased())"
        let own = "\(service).\(user)"
        var operated = try TestBroker.configuration()
        try await withPublisher(operated) { publisher in
            try await publisher.connected()
            try await publisher.perform { try $0.declareExchange("qiao.events", type: "topic", durable: true) }
        }
        try await Operator.control("add_user", user, "secret")
        try await Operator.control(
            "set_permissions", "-p", "/", user, rights.configure ?? "", rights.write, rights.read)
        try await Operator.control(
            "set_topic_permissions", "-p", "/", user, topics.exchange ?? "", topics.write, topics.read)
        (operated.user, operated.password) = (user, "secret")
        let result: Result<Void, any Error>
        do { result = .success(try await body(operated, own)) } catch { result = .failure(error) }
        try await Operator.control("delete_user", user)
        try await withPublisher(TestBroker.configuration()) { publisher in
            try await publisher.connected()
            try await publisher.perform { try $0.deleteExchange(own) }
        }
        try result.get()
    }
}
