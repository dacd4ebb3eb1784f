import ServiceLifecycle

/// Paid charges whose merchants are to be told, each independently of the others.
struct NotificationQueue: Service {
    private let charges: AsyncStream<Charge>
    private let continuation: AsyncStream<Charge>.Continuation
    private let notifier: MerchantNotifier

    init(notifier: MerchantNotifier) {
        (charges, continuation) = AsyncStream.makeStream()
        self.notifier = notifier
    }

    func add(_ charge: Charge) { continuation.yield(charge) }

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await charge in charges.cancelOnGracefulShutdown() {
                    group.addTask { try? await notifier.deliver(charge) }
                }
                group.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            continuation.finish()
        }
    }
}
