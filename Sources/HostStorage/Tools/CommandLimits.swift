/// Bounds for a tool that reads bytes a stranger made.
package struct CommandLimits: Sendable {
    package var addressSpace: UInt64
    /// CPU time; nil leaves it to the wall clock.
    package var cpuSeconds: Int?
    package var wallClock: Duration
    /// Added to the priority number: 0 is like everything else here, 19 yields to everybody.
    package var niceness: Int

    package init(
        addressSpace: UInt64 = 1 << 30, cpuSeconds: Int? = 30, wallClock: Duration = .seconds(60), niceness: Int = 0
    ) {
        self.addressSpace = addressSpace
        self.cpuSeconds = cpuSeconds
        self.wallClock = wallClock
        self.niceness = niceness
    }

    /// For work in proportion to a disk's size: an hour, and as much CPU.
    package static let bulk = CommandLimits(cpuSeconds: 3600, wallClock: .seconds(3600))

    /// The same beside guests that have to go on: it yields to them, and may take a day.
    package static let background = CommandLimits(cpuSeconds: 86_400, wallClock: .seconds(86_400), niceness: 10)
}
