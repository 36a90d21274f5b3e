/// Actions of one class share a bound on how many run side by side.
package struct ActionClass: RawRepresentable, Hashable, Sendable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Heavy on disk and processor: creating, rebuilding.
    package static let build = ActionClass(rawValue: "build")
    /// A few calls to the hypervisor: start, stop, delete.
    package static let short = ActionClass(rawValue: "short")
    /// Waiting for guests, which may take their time: stop, soft reboot.
    package static let waiting = ActionClass(rawValue: "waiting")
    /// Mostly waiting for minutes: migrations, saved memory.
    package static let long = ActionClass(rawValue: "long")
    /// Reading and writing whole disks beside the guests: images of servers.
    package static let snapshot = ActionClass(rawValue: "snapshot")
}
