import ArgumentParser
import Foundation
import Messaging
import Postgres

/// How much a publisher does.
struct LoadOptions: ParsableArguments {
    @Option(help: "Accounts, and transfer books.")
    var aggregates = 60

    @Option(help: "Transactions per second.")
    var rate = 150

    @Option(help: "Transactions at once.")
    var concurrency = 6

    @Option(name: .customLong("while"), help: "Make changes whenever this file is there.")
    var file: String

    @Option(help: "Bytes of a note that every movement carries.")
    var noteBytes = 40

    @Option(help: "Number of an account whose movements are told as a later build tells them (version 2).")
    var future: Int?
}

/// Makes business transactions: the change, the movement and the event commit together, and the journal is told.
struct Load: Sendable {
    /// One thing that happens to an aggregate, with the event that tells of it.
    enum Change: Sendable {
        case moved(AccountMoved)
        case movedInCents(AccountMovedV2)
        case booked(TransferBooked)

        var nonce: UUID {
            switch self {
            case .moved(let event): event.nonce
            case .movedInCents(let event): event.nonce
            case .booked(let event): event.nonce
            }
        }
    }

    let options: LoadOptions
    let core: MessagingCore
    let journal: Journal
    let ending: Ending

    /// Works, whenever the file is there, until the process is ended.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<options.concurrency { group.addTask { await work(worker) } }
        }
    }

    private var isWanted: Bool { FileManager.default.fileExists(atPath: options.file) }

    private func work(_ worker: Int) async {
        let interval = Duration.seconds(1) * options.concurrency / max(1, options.rate)
        var next = ContinuousClock.now
        while !ending.hasCome {
            guard isWanted else {
                try? await Task.sleep(for: .milliseconds(50))
                continue
            }
            let succeeded = await transact(changes())
            next = max(next + interval, succeeded ? .now - .seconds(1) : .now + .milliseconds(100))
            try? await Task.sleep(until: next)
        }
    }

    /// Mostly one movement; now and then two of the same account, or one with a transfer beside it.
    private func changes() -> [Change] {
        let number = Int.random(in: 0..<options.aggregates)
        let first = movement(number)
        switch Int.random(in: 0..<6) {
        case 0: return [first, movement(number)]
        case 1: return [first, transfer()]
        default: return [first]
        }
    }

    private func movement(_ number: Int) -> Change {
        let (account, amount) = (World.account(number), Int.random(in: 1...100))
        if number == options.future {
            return .movedInCents(AccountMovedV2(account: account, cents: amount * 100, nonce: UUID()))
        }
        return .moved(
            AccountMoved(
                account: account, amount: amount, nonce: UUID(), note: String(repeating: "·", count: options.noteBytes))
        )
    }

    private func transfer() -> Change {
        .booked(
            TransferBooked(
                book: World.transferBook(Int.random(in: 0..<options.aggregates)), bucket: Int.random(in: 0..<4),
                amount: Int.random(in: 1...100), nonce: UUID()))
    }

    /// - Returns: whether it is known to be committed.
    private func transact(_ changes: [Change]) async -> Bool {
        for change in changes { journal.note(.begun, change.nonce) }
        let outcome: Journal.Outcome
        // With and without waiting for each statement: the latter has no BEGIN and COMMIT of its own.
        let waits = Bool.random()
        do {
            try await core.transaction { transaction in
                for change in changes { try await transaction.make(change, waiting: waits) }
            }
            outcome = .committed
        } catch PostgresError.commitUnknown {
            outcome = .unknown
        } catch {
            outcome = .failed
        }
        for change in changes { journal.note(outcome, change.nonce) }
        return outcome == .committed
    }
}

extension EventTransaction {
    fileprivate func make(_ change: Load.Change, waiting: Bool) async throws {
        for statement in change.statements {
            if waiting { try await execute(statement) } else { write(statement) }
        }
        switch change {
        case .moved(let event): emit(event)
        case .movedInCents(let event): emit(event)
        case .booked(let event): emit(event)
        }
    }
}

extension Load.Change {
    fileprivate var statements: [SQL] {
        switch self {
        case .moved(let event): move(event.account, by: event.amount)
        case .movedInCents(let event): move(event.account, by: event.cents / 100)
        case .booked(let event): [remember(World.transfer, event.book, event.amount)]
        }
    }

    private func move(_ account: UUID, by amount: Int) -> [SQL] {
        let balance: SQL = """
            insert into account as a (id, balance) values (\(account), \(amount))
            on conflict (id) do update set balance = a.balance + excluded.balance
            """
        return [balance, remember(World.account, account, amount)]
    }

    private func remember(_ type: String, _ aggregate: UUID, _ amount: Int) -> SQL {
        """
        insert into movement (nonce, aggregate_type, aggregate_id, amount)
        values (\(nonce), \(type), \(aggregate), \(amount))
        """
    }
}
