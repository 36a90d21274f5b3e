/// What a cloud's operator has chosen, as far as it changes what becomes of servers.
struct ModelSettings: Sendable, CustomStringConvertible {
    /// DELETE puts servers aside.
    let defersDeletion: Bool
    /// Shelved servers give up their places on hosts at once.
    let offloadsAtOnce: Bool

    init(seed: UInt64) {
        (defersDeletion, offloadsAtOnce) = (seed % 2 == 1, seed / 2 % 2 == 1)
    }

    var description: String {
        "deletes \(defersDeletion ? "deferred" : "at once"), shelved servers \(offloadsAtOnce ? "leave" : "stay")"
    }
}
