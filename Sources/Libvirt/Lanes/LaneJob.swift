/// One call on its way through the lanes.
final class LaneJob: Hashable, Sendable {
    let key: LaneKey?
    /// Does the call and answers its caller.
    let perform: @Sendable () -> Void
    /// Answers the caller, unless it has its answer.
    let fail: @Sendable (LibvirtError) -> Void

    init(
        key: LaneKey?, perform: @escaping @Sendable () -> Void, fail: @escaping @Sendable (LibvirtError) -> Void
    ) {
        self.key = key
        self.perform = perform
        self.fail = fail
    }

    static func == (left: LaneJob, right: LaneJob) -> Bool { left === right }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}
