import Compute

#if canImport(Glibc)
    import Glibc
#endif

extension World {
    /// The real clock, random UUIDs and the kernel's random bytes.
    static let system = World(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
        },
        makeUUID: {
            var generator = SystemRandomNumberGenerator()
            return RandomUUID.text(generator.next(), generator.next())
        },
        randomBytes: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        })
}
