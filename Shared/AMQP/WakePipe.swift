import Foundation
import Synchronization

/// Wakes a thread that waits in `poll`.
final class WakePipe: Sendable {
    /// The end to poll for reading.
    let readEnd: Int32
    private let writeEnd: Int32
    private let signalled = Atomic(false)

    init() throws(AMQPError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .connectionLost("no more files can be opened (\(String(cString: strerror(errno))))")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// From any thread; many wakes before the next ``drain()`` cost one write.
    func wake() {
        guard !signalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// To be called before the work is looked at, so that a wake which comes meanwhile is not lost.
    func drain() {
        var byte: UInt8 = 0
        while read(readEnd, &byte, 1) == 1 {}
        signalled.store(false, ordering: .releasing)
    }

    /// Waits until woken, at most `limit`.
    func wait(_ limit: Duration) {
        var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, limit.wholeMilliseconds)
        drain()
    }
}

extension Duration {
    /// Rounded up, for `poll`; never negative.
    var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 86_400 else { return 86_400_000 }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    var timeval: timeval {
        let (seconds, attoseconds) = components
        return .init(
            tv_sec: numericCast(max(0, seconds)), tv_usec: numericCast(max(0, attoseconds / 1_000_000_000_000)))
    }
}
