import Foundation

/// The standard library's `Mutex` over a lock that ThreadSanitizer knows.
///
/// On Linux the library's own is made of futex calls, in code that the sanitizer has not seen being compiled: it takes
/// what such a lock protects for a race. `Tests/sanitize thread` puts this file into its copy of every module that
/// uses one, where it comes before the library's.
///
/// `@unchecked Sendable`: the value is reached under the lock only; both are allocated once and freed together.
struct Mutex<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init(_ initial: consuming sending Value) {
        value.initialize(to: initial)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value.pointee)
    }
}
