/// What the domain needs of the outside world besides its stores: time, identifiers and randomness. Tests pass their own.
package struct World: Sendable {
    package let now: @Sendable () -> Timestamp
    /// A new random UUID, version 4, lower case.
    package let makeUUID: @Sendable () -> String
    /// `count` bytes of cryptographic quality.
    package let randomBytes: @Sendable (_ count: Int) -> [UInt8]

    package init(
        now: @escaping @Sendable () -> Timestamp,
        makeUUID: @escaping @Sendable () -> String,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.now = now
        self.makeUUID = makeUUID
        self.randomBytes = randomBytes
    }
}
