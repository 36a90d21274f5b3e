import Foundation

/// The floor of whatever is answered only once it is on disk: one page written and synced.
enum DurableWrites {
    /// - Returns: how many a second, from the median.
    static func perSecond(directory: String, samples: Int) throws -> Double {
        let path = directory + "/durable-writes"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchmarkError("\(path): \(String(cString: strerror(errno)))") }
        defer {
            close(descriptor)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4096)
        let times = try (0..<samples).map { _ in
            let watch = Stopwatch()
            guard write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0 else {
                throw BenchmarkError("writing \(path) failed: \(String(cString: strerror(errno)))")
            }
            return watch.seconds
        }
        return 1 / times.median
    }
}
