package import Compute
import Synchronization

extension World {
    /// Time that moves on by one millisecond a look, ids that count, and bytes of a fixed sequence.
    package static func counting(from start: Int64 = 1_780_000_000_000_000) -> World {
        let state = CountingState(time: start)
        return World(
            now: { Timestamp(microseconds: state.nextTime()) },
            makeUUID: { state.nextUUID() },
            randomBytes: { state.nextBytes($0) })
    }
}

private final class CountingState: Sendable {
    private struct Values {
        var time: Int64
        var ids: UInt64 = 0
        var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    }

    private let values: Mutex<Values>

    init(time: Int64) {
        values = Mutex(Values(time: time))
    }

    func nextTime() -> Int64 {
        values.withLock {
            $0.time += 1000
            return $0.time
        }
    }

    func nextUUID() -> String {
        let number = values.withLock {
            $0.ids += 1
            return $0.ids
        }
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    func nextBytes(_ count: Int) -> [UInt8] {
        values.withLock { values in
            (0..<count).map { _ in
                values.seed = values.seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: values.seed >> 33)
            }
        }
    }
}
