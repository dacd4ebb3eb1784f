import Glibc

/// What a process that decodes strangers' bytes does not need: whoever took it over through a decoder's fault has its
/// three open files and nothing else. Soft and hard limits are one, so that none can be raised again.
enum Confinement {
    /// Gives it all up, before the first byte is read.
    /// - Returns: whether the system agreed to everything.
    static func begin() -> Bool {
        // No file, no socket, no other process; as much memory and time as the largest picture takes, and some more.
        let limits: [(__rlimit_resource, rlim_t)] = [
            (RLIMIT_NOFILE, 0), (RLIMIT_FSIZE, 0), (RLIMIT_CORE, 0), (__RLIMIT_NPROC, 0), (RLIMIT_AS, 1 << 30),
            (RLIMIT_CPU, 30),
        ]
        return limits.allSatisfy { resource, most in
            var limit = rlimit(rlim_cur: most, rlim_max: most)
            return setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
        }
    }
}
