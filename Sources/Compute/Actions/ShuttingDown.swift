import DurableActions

extension ServerActionEnvironment {
    /// The image property `os_shutdown_timeout` (seconds) overrides the configured time, up to ten minutes.
    func shutdownTimeout(of server: ServerRecord) -> Duration {
        guard let text = server.image?.properties["os_shutdown_timeout"], let seconds = Int(text), seconds >= 0 else {
            return settings.shutdownTimeout
        }
        return .seconds(min(seconds, 600))
    }

    /// Asks the guest to shut down, again and again, until it is off or the time is up. A paused guest can't answer, so
    /// it is not waited for. A QEMU that does not answer is asked once: it finds the request when it goes on.
    /// - Returns: whether the guest is off.
    func askToShutDown(
        _ id: ServerID, within limit: Duration, _ cancellation: CancellationFlag
    ) async throws -> Bool {
        var remaining = limit
        while true {
            guard let guest = try await driver.guest(id) else { return true }
            switch guest.power {
            case .shutdown, .crashed, .noState: return true
            case .paused, .suspended: return false
            case .running: break
            }
            if remaining <= .zero { return false }
            let isAnswered = try await requestShutdown(id)
            let share = isAnswered ? min(settings.shutdownRetry, remaining) : remaining
            if try await isOff(id, within: share, cancellation) { return true }
            remaining -= share
        }
    }

    /// - Returns: false when the guest's QEMU did not answer in time, as one that hangs.
    private func requestShutdown(_ id: ServerID) async throws(HypervisorError) -> Bool {
        do {
            try await driver.requestShutdown(id)
            return true
        } catch .timedOut {
            return false
        }
    }

    /// Waits in short slices, so that a delete does not wait for a guest that won't go down.
    private func isOff(_ id: ServerID, within limit: Duration, _ cancellation: CancellationFlag) async throws -> Bool {
        var remaining = limit
        while remaining > .zero {
            try cancellation.check()
            let slice = min(.milliseconds(500), remaining)
            if try await driver.waitUntilOff(id, for: slice) { return true }
            remaining -= slice
        }
        return false
    }

    /// Everything that a start needs, ready on this host: reservations, filters, disks, definition. A guest that runs
    /// already is kept as it is. A rescue is over then.
    func rebuild(_ server: ServerRecord) async throws -> GuestPlan {
        try await plug(server)
        let plan = try await define(server)
        try await disks.removeRescue(server.id)
        return plan
    }
}
