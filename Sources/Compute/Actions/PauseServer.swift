package import DurableActions

/// Stops a server's processors; its memory stays where it is.
package struct PauseServer: SwitchAction {
    package static let kind = "pause"
    package static let event = "compute_pause_instance"
    package static let tasks: Set<TaskState> = [.pausing]
    package static let result = (vm: VMState.paused, power: PowerState.paused)

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "pause" }

    package func perform(in environment: ServerActionEnvironment, cancellation: CancellationFlag) async throws {
        try await environment.driver.pause(server)
    }

    package func takeBack(in environment: ServerActionEnvironment) async throws {
        guard try await environment.power(of: server) == .paused else { return }
        try await environment.driver.unpause(server)
    }
}

/// Lets a paused server go on.
package struct UnpauseServer: SwitchAction {
    package static let kind = "unpause"
    package static let event = "compute_unpause_instance"
    package static let tasks: Set<TaskState> = [.unpausing]
    package static let result = (vm: VMState.active, power: PowerState.running)

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "unpause" }

    package func perform(in environment: ServerActionEnvironment, cancellation: CancellationFlag) async throws {
        try await environment.driver.unpause(server)
        await environment.synchronizeClock(of: server)
    }

    package func takeBack(in environment: ServerActionEnvironment) async throws {
        guard try await environment.power(of: server) == .running else { return }
        try await environment.driver.pause(server)
    }
}
