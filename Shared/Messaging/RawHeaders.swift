import AMQP
import Kernel

/// The headers of a message that cannot be read, kept so that an operator sees where it came from.
enum RawHeaders {
    static func text(_ delivery: AMQPDelivery) -> String {
        let properties = delivery.message.properties
        var fields = [
            "queue": delivery.queue, "exchange": delivery.exchange, "routingKey": delivery.routingKey,
            "type": properties.type ?? "", "messageID": properties.messageID ?? "", "appID": properties.appID ?? "",
        ]
        for (name, value) in properties.headers { fields["header:\(name)"] = String(describing: value) }
        fields = fields.mapValues { String($0.replacing("\0", with: "").prefix(500)) }
        return (try? String(decoding: WireJSON.encode(fields), as: UTF8.self)) ?? "{}"
    }
}
