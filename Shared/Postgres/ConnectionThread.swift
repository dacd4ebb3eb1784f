import Foundation

/// A thread that belongs to one connection and runs everything that may wait for the server.
///
/// libpq blocks. A blocked thread of Swift's cooperative pool is one the whole process misses, so every connection
/// brings its own; a thread per connection also carries more than twice what readiness callbacks do.
/// It is a task executor too: a task that mostly talks to one connection may prefer this thread and save the hop.
///
/// The thread starts with the first job and ends after ``retire()``; a job that comes later starts it anew, so no job
/// is ever left lying.
///
/// `@unchecked Sendable`: all mutable state is read and written under `condition`'s lock.
public final class ConnectionThread: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private let name: String
    private let condition = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isStarted = false
    private var isRetired = false
    private var identity: pthread_t?

    init(name: String) {
        self.name = name
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.withLock {
            jobs.append(job)
            if !isStarted { start() }
        }
        // With the lock given back: before, the thread would wake up only to wait for it.
        condition.signal()
    }

    /// Lets the thread end once its queue is empty.
    func retire() {
        condition.withLock { isRetired = true }
        condition.signal()
    }

    // Without DispatchSerialQueue (Linux) the runtime cannot know where it is; `assumeIsolated` asks here.
    public func checkIsolated() {
        precondition(isCurrent, "not on the thread of this connection")
    }

    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    private var isCurrent: Bool {
        condition.withLock { identity.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private func start() {
        isStarted = true
        let thread = Thread { self.work() }
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func work() {
        // From within: a name given before the start is not passed on. Linux takes 15 bytes.
        Thread.current.name = String(name.prefix(15))
        condition.withLock { identity = pthread_self() }
        while let batch = next() {
            for job in batch {
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
    }

    private func next() -> [UnownedJob]? {
        condition.withLock {
            while jobs.isEmpty {
                if isRetired {
                    isStarted = false
                    identity = nil
                    return nil
                }
                condition.wait()
            }
            defer { jobs.removeAll(keepingCapacity: true) }
            return jobs
        }
    }
}
