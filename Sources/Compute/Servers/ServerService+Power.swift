extension ServerService {
    package func start(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(StartServer(server: id), .start, task: .poweringOn, in: scope, origin: origin)
    }

    package func stop(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(StopServer(server: id), .stop, task: .poweringOff, in: scope, origin: origin)
    }

    package func rebootSoftly(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(SoftReboot(server: id), .softReboot, task: .rebooting, in: scope, origin: origin)
    }

    package func rebootHard(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(HardReboot(server: id), .hardReboot, task: .rebootingHard, in: scope, origin: origin)
    }

    package func pause(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(PauseServer(server: id), .pause, task: .pausing, in: scope, origin: origin)
    }

    package func unpause(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(UnpauseServer(server: id), .unpause, task: .unpausing, in: scope, origin: origin)
    }

    package func suspend(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(SuspendServer(server: id), .suspend, task: .suspending, in: scope, origin: origin)
    }

    package func resume(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(ResumeServer(server: id), .resume, task: .resuming, in: scope, origin: origin)
    }

    /// The server keeps its state and its task.
    package func triggerCrashDump(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(TriggerCrashDump(server: id), .triggerCrashDump, task: nil, in: scope, origin: origin)
    }

    /// Stops the guest that runs though its server is stopped.
    /// - Throws: `.conflict` when the server has changed since it was read.
    func stopAgain(_ seen: ServerRecord) async throws(ComputeError) {
        try await again(StopServer(server: seen.id), task: .poweringOff, on: seen)
    }
}

extension ServerRecord {
    func checkUnchanged(since seen: ServerRecord) throws(ComputeError) {
        guard updatedAt == seen.updatedAt else { throw .conflict("Instance \(id) has changed meanwhile.") }
    }
}
