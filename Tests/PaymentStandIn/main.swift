import AsyncHTTPClient
import Configuration
import Hummingbird
import Logging

// Stands in for the payment company on machines where there is none. It speaks as a real one does: signed charges, a
// page for the payer, signed notifications until the merchant answers, refunds by number.
let settings = ConfigReader(provider: EnvironmentVariablesProvider()).scoped(to: "qiao")
var logger = Logger(label: "payment-stand-in")
logger.logLevel = settings.string(forKey: "log.level").flatMap { Logger.Level(rawValue: $0) } ?? .info
let signer = Signer(secret: try settings.requiredString(forKey: "payment.secret", isSecret: true))
let book = ChargeBook()
let notifier = MerchantNotifier(
    url: try settings.requiredString(forKey: "payment.notify.url"), signer: signer, book: book, client: .shared,
    logger: logger)
let queue = NotificationQueue(notifier: notifier)
var application = Application(
    router: PaymentCompany(signer: signer, book: book, queue: queue).routes(),
    configuration: .init(
        address: .hostname(
            settings.string(forKey: "http.host", default: "127.0.0.1"),
            port: try settings.requiredInt(forKey: "http.port"))),
    logger: logger)
application.addServices(queue)
try await application.runService()
