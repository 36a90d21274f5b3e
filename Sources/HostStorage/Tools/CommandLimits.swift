/// Bounds for a tool that reads bytes a stranger made.
package struct CommandLimits: Sendable {
    package var addressSpace: UInt64
    /// CPU time; nil leaves it to the wall clock.
    package var cpuSeconds: Int?
    package var wallClock: Duration

    package init(addressSpace: UInt64 = 1 << 30, cpuSeconds: Int? = 30, wallClock: Duration = .seconds(60)) {
        self.addressSpace = addressSpace
        self.cpuSeconds = cpuSeconds
        self.wallClock = wallClock
    }

    /// For work in proportion to a disk's size: an hour, and as much CPU.
    package static let bulk = CommandLimits(cpuSeconds: 3600, wallClock: .seconds(3600))
}
