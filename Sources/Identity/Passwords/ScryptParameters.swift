/// The cost of one password check. Memory is `128 · r · 2^ln` bytes, time grows with `p` on top.
package struct ScryptParameters: Sendable, Equatable {
    package var logN: Int
    package var blockSize: Int
    package var parallelism: Int

    /// 16 MiB and three passes: as near to OWASP's 2^14, 8, 5 as leaves a login on a small host under a quarter second.
    package static let `default` = ScryptParameters(logN: 14, blockSize: 8, parallelism: 3)

    package init(logN: Int, blockSize: Int, parallelism: Int) {
        self.logN = logN
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// What a stored hash may ask for: a damaged or planted row must not take the memory or the time of the daemon.
    var isAcceptable: Bool {
        (1...15).contains(logN) && (1...16).contains(blockSize) && (1...16).contains(parallelism)
            && 128 * blockSize << logN <= 32 << 20
    }
}
