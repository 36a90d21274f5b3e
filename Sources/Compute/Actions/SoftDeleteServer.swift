package import DurableActions

/// Powers a server off and puts it aside: it keeps everything it took, until it is restored or its time is up. Like a delete
/// it wins over whatever else runs on the server; an administrator's reset of its state calls it back.
package struct SoftDeleteServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case powerOff = "power-off"
        case putAside = "put-aside"
    }

    package static let kind = "soft-delete"
    package static let preempts = true
    package static let event = "compute_soft_delete_instance"
    package static let tasks: Set<TaskState> = [.softDeleting]

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "delete" }

    /// Some of the disks from before a resize may be gone.
    package static func isReversible(at step: Step) -> Bool { step != .putAside }

    /// A guest that nobody wants any more does not go on because libvirt was away.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            return .next(.powerOff, changes: [begin(on: try await environment.server(server).host)])
        case .powerOff:
            if isTakenOver(try await environment.server(server)) { return .finished(changes: calledBack) }
            try await environment.driver.destroy(server)
            return .next(.putAside, changes: [resize(while: .finished) { $0.resizeStatus = .set(.confirming) }])
        case .putAside:
            let record = try await environment.server(server)
            if isTakenOver(record) { return .finished(changes: calledBack) }
            let since = record.vmState == .softDeleted ? record.softDeletedAt : nil
            // What is restored has its new flavor for good.
            if record.resize?.status == .confirming { try await environment.disks.removeResized(server) }
            let confirmed = resize(while: .confirming) { $0.resize = .set(nil) }
            return .finished(changes: [confirmed] + putAside(since: since ?? environment.world.now()))
        }
    }

    /// It can be confirmed again, which removes the rest of its disks from before; or reverted, if all of them are there.
    private var waitsAgain: ComputeChange { resize(while: .confirming) { $0.resizeStatus = .set(.finished) } }

    /// After an administrator's reset.
    private var calledBack: [ComputeChange] {
        [
            waitsAgain,
            .endEvent(Self.event, .error, details: Self.takenOverText, traceback: nil),
        ]
    }

    /// Its time begins now, or began when it was put aside first.
    private func putAside(since start: Timestamp) -> [ComputeChange] {
        [
            change {
                $0.vmState = .set(.softDeleted)
                $0.taskState = .set(nil)
                $0.powerState = .set(.shutdown)
                $0.softDeletedAt = .set(start)
            }, succeeded,
        ]
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    /// The server is as it was; a guest that is off all the same is seen when its power state is looked at next.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, waitsAgain, failed(with: failure),
        ]
    }
}
