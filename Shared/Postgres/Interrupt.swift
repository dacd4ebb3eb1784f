import Foundation
import Synchronization

/// Wakes a connection's thread out of `poll`: a pipe whose reading end is polled beside the server's socket.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError.unavailable("no pipe for a connection's wake-ups: \(String(cString: strerror(errno)))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func wake() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }
}

/// One statement's cancellation: raised from any thread, seen by the connection's own, which alone may ask the server
/// to cancel. So a cancellation that comes late can never hit the statement after.
final class Interrupt: Sendable {
    private let raised = Atomic<Bool>(false)
    private let pipe: WakePipe

    init(waking pipe: WakePipe) {
        self.pipe = pipe
    }

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() {
        raised.store(true, ordering: .releasing)
        pipe.wake()
    }
}
