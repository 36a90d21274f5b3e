package import DurableActions

/// Saves a server's memory on disk and frees what its guest held.
package struct SuspendServer: SwitchAction {
    package static let kind = "suspend"
    package static let actionClass = ActionClass.long
    package static let event = "compute_suspend_instance"
    package static let tasks: Set<TaskState> = [.suspending]
    package static let result = (vm: VMState.suspended, power: PowerState.shutdown)

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "suspend" }

    package func perform(in environment: ServerActionEnvironment, cancellation: CancellationFlag) async throws {
        let (server, driver) = (server, environment.driver)
        try await environment.whileWanted(cancellation) {
            try await driver.save(server)
        } otherwise: {
            try? await driver.cancelSave(server)
        } lastly: {
            // A QEMU that hangs can't be asked to end it, and who deletes or resets the server doesn't need what it holds.
            if await environment.isToBeEnded(server) { try? await driver.destroy(server) }
        }
    }

    package func takeBack(in environment: ServerActionEnvironment) async throws {
        _ = try await environment.driver.restore(server)
    }
}

/// Lets a suspended server go on from its saved memory.
package struct ResumeServer: SwitchAction {
    package static let kind = "resume"
    package static let actionClass = ActionClass.long
    package static let event = "compute_resume_instance"
    package static let tasks: Set<TaskState> = [.resuming]
    package static let result = (vm: VMState.active, power: PowerState.running)

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "resume" }

    /// A guest whose saved memory is lost boots; one whose definition is lost is defined anew before.
    package func perform(in environment: ServerActionEnvironment, cancellation: CancellationFlag) async throws {
        let record = try await environment.server(server)
        try await environment.plug(record)
        if try await environment.driver.guest(server) == nil { _ = try await environment.define(record) }
        let hasMemory = try await environment.restore(server, cancellation)
        if !hasMemory { try await environment.driver.start(server) }
        await environment.synchronizeClock(of: server)
    }

    /// A guest that could not be restored still has its saved memory.
    package func takeBack(in environment: ServerActionEnvironment) async throws {
        guard try await environment.power(of: server) == .running else { return }
        try await environment.driver.save(server)
    }
}

extension ServerActionEnvironment {
    /// Runs a long call of the hypervisor.
    /// - Parameters:
    ///   - stop: has the hypervisor end the call, which then throws. Called, again and again, once the action is to end: the
    ///     call may not have reached the hypervisor the first time.
    ///   - force: the same by harder means, when ten seconds of asking were in vain.
    func whileWanted(
        _ cancellation: CancellationFlag, _ call: () async throws -> Void,
        otherwise stop: @escaping @Sendable () async -> Void,
        lastly force: @escaping @Sendable () async -> Void = {}
    ) async throws {
        let asking = Task { [clock] in
            await cancellation.wait()
            while !Task.isCancelled {
                await stop()
                try? await clock.sleep(for: .milliseconds(500))
            }
        }
        let forcing = Task { [clock] in
            await cancellation.wait()
            guard (try? await clock.sleep(for: .seconds(10))) != nil else { return }
            await force()
        }
        defer {
            asking.cancel()
            forcing.cancel()
        }
        try await call()
    }

    /// Lets a guest go on from its saved memory, running, also one that a full disk had paused.
    /// - Returns: false when there is none.
    func restore(_ id: ServerID, _ cancellation: CancellationFlag) async throws -> Bool {
        let driver = driver
        var hasMemory = false
        try await whileWanted(cancellation) {
            hasMemory = try await driver.restore(id)
        } otherwise: {
            // libvirt has no call that ends it.
        } lastly: {
            if await isToBeEnded(id) { try? await driver.destroy(id) }
        }
        if hasMemory, try await power(of: id) == .paused { try await driver.unpause(id) }
        return hasMemory
    }

    /// Whether a later request wants the server's guest off, whatever it does.
    func isToBeEnded(_ id: ServerID) async -> Bool {
        switch try? await server(id).taskState {
        case .deleting, .softDeleting, .rebootingHard, .rebootPendingHard, .rebootStartedHard: true
        default: false
        }
    }

    /// A guest's clock stands while it is paused or saved. It is set by the guest's agent, where there is one; a guest without
    /// one finds the time itself.
    func synchronizeClock(of id: ServerID) async {
        guard let image = try? await server(id).image, image.properties["hw_qemu_guest_agent"] != nil else { return }
        try? await driver.synchronizeClock(id)
    }
}
