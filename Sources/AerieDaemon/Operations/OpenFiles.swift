import Glibc

/// Open files are what clients can use up: each connection is one, and so are disks, pipes and libvirt's sockets.
enum OpenFiles {
    /// Enough for any cloud of this size.
    private static let wanted: rlim_t = 65_536

    /// Raises the process's soft limit as far as it may.
    static func raiseLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(limit.rlim_max, wanted)
        // What is refused leaves the limit as it was.
        _ = setrlimit(resource, &limit)
    }

    /// How many connections are served at once. More wait in the kernel's queue, so that the daemon itself can always open
    /// what it needs.
    static func connectionLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        return connections(within: Int(clamping: limit.rlim_cur))
    }

    static func connections(within limit: Int) -> Int { min(10_000, max(64, limit - max(256, limit / 4))) }
}
