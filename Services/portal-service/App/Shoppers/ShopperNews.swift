import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What shoppers are told about their accounts, at every address they have (ASVS 2.2.3): a stranger who did it cannot hide
/// it.
enum ShopperNews: Sendable {
    case passwordChanged
    /// A sign-in from a browser or program that they never used before.
    case newDevice

    private var title: String {
        switch self {
        case .passwordChanged: "letter_password_changed"
        case .newDevice: "letter_new_device"
        }
    }

    func tell(_ shopper: StoredShopper, _ call: some Calling, _ tx: EventTransaction) {
        let addresses = [(shopper.email, Message.Way.email), (shopper.phone, .textMessage)]
        for (address, way) in addresses {
            guard let address else { continue }
            call.post(
                call.accountLetter(
                    to: address, by: way, title: title,
                    facts: [("letter_device", call.request.header("user-agent").map { String($0.prefix(200)) })],
                    advice: "letter_advice", page: "/account"), in: tx)
        }
    }
}
