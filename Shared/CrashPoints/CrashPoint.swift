import Foundation
import Synchronization

/// Where the process of a test can be made to die, to prove that nothing is lost there.
///
/// A mark in the code is one line, `crashPoint(.afterPublish)`. It does something in debug builds alone, and there only
/// when the environment asks: `QIAO_CRASH_POINT=afterPublish:7` kills the process with SIGKILL at the seventh passing.
/// Release builds do nothing at a mark and never look at the environment; only the names below are left of it.
public enum CrashPoint: String, Sendable, CaseIterable {
    /// A business transaction's work is done, its events are not written.
    case beforeOutboxInsert
    /// The last statement before COMMIT is at the server.
    case afterOutboxInsert
    /// COMMIT is at the server, its answer is not here.
    case commitSent
    case afterCommit
    /// The frames of an event are handed to the socket.
    case afterPublish
    /// The broker gave a message back and has yet to confirm it.
    case betweenReturnAndAck
    /// The broker confirmed, the list of the unsent does not know yet.
    case afterAckBeforeDelete
    case afterDelete
    /// Effect and receipt are committed, the broker has not heard.
    case afterHandlerCommit
    /// What cannot be applied is written aside, not committed.
    case parking
    /// An event kept aside is applied, not committed.
    case replaying
    /// A publisher was asked for missing events and sent them, and has not acknowledged the request.
    case answeringReplay
    /// An operator's replay is written, not committed.
    case operatorReplay
    /// SIGTERM was heard: between the last work and giving the leases back.
    case drain
    /// Between the declarations of exchanges, queues and bindings.
    case topology
    /// A migration's statements are done, it is not noted nor committed.
    case migration
    /// Leases are taken in the database, the process does not use them yet.
    case leasesTaken
}

#if QIAO_CRASH_POINTS
    /// Dies here when the environment says so.
    /// - Parameters:
    ///   - applies: whether this passing counts.
    ///   - first: what is still to be done before dying.
    public func crashPoint(_ point: CrashPoint, if applies: @autoclosure () -> Bool = true, first: () -> Void = {}) {
        guard let doom = Doom.sentence, doom.point == point, applies(), doom.isLast() else { return }
        first()
        kill(getpid(), SIGKILL)
    }

    /// The one point at which this process is to die, and at which passing.
    private final class Doom: Sendable {
        static let sentence = Doom(ProcessInfo.processInfo.environment["QIAO_CRASH_POINT"])

        let point: CrashPoint
        private let left: Atomic<Int>

        private init?(_ text: String?) {
            let parts = (text ?? "").split(separator: ":")
            guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let passing = Int(parts[1])
            else { return nil }
            self.point = point
            left = Atomic(passing)
        }

        func isLast() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
    }
#else
    /// Does nothing in this build.
    @inlinable @inline(__always)
    public func crashPoint(
        _ point: @autoclosure () -> CrashPoint, if applies: @autoclosure () -> Bool = true, first: () -> Void = {}
    ) {}
#endif
