import Synchronization

extension ManagedConnection {
    /// Connects, and connects again whenever the connection is lost, until the task is cancelled. Run it once.
    package func run() async {
        var backoff = settings.backoff
        while !Task.isCancelled {
            if let losses = await connect() {
                backoff.reset()
                let reason = await losses.first { _ in true }
                guard !Task.isCancelled else { break }
                disconnect(reason, because: "the connection to \(settings.uri) was lost")
            }
            // Cancelling ends the sleep, and then the loop.
            try? await clock.sleep(for: backoff.next())
        }
        disconnect(nil, because: "the connection to \(settings.uri) was closed")
        finish()
    }

    /// - Returns: what ends when the connection is lost; nil when there is none.
    private func connect() async -> AsyncStream<CloseReason>? {
        do throws(LibvirtError) {
            let sinks = state.withLock { $0.sinks }
            let (events, calls, losses) = try await lanes.run(on: openKey, within: settings.openLimit) {
                [self] () throws(LibvirtError) in
                let events = try open()
                let losses = try events.closeReasons()
                for sink in sinks { try events.deliverEvents(to: sink) }
                return (events, try open(), losses)
            }
            publish(.up(events: events), .connected, .connected)
            state.withLock { if $0.link.isUp { $0.idle.append(calls) } }
            return losses
        } catch {
            disconnect(nil, because: "can't connect to \(settings.uri): \(error.message)")
            return nil
        }
    }

    private func disconnect(_ reason: CloseReason?, because message: String) {
        let error = LibvirtError(.noConnect, message: message)
        publish(.down(error), .disconnected(error), .disconnected(reason))
    }

    private func publish(_ link: Link, _ status: Status, _ event: HypervisorEvent) {
        let (changed, sinks, watchers) = state.withLock { state in
            let changed = state.link.isUp != link.isUp
            state.retired.append(.init(link: state.link, idle: state.idle))
            state.idle = []
            state.link = link
            return (changed, state.sinks, state.watchers)
        }
        closeRetired()
        for sink in sinks where changed { sink.yield(event) }
        for watcher in watchers { watcher.yield(status) }
    }

    /// Closing a connection talks to the other side, so it is left to a thread. Without one the next change does it.
    private func closeRetired() {
        try? OwnThread.start("libvirt-close") { [self] in
            let links = state.withLock { state in
                defer { state.retired = [] }
                return state.retired
            }
            withExtendedLifetime(links) {}
        }.detach()
    }

    private func finish() {
        let (sinks, watchers) = state.withLock { ($0.sinks, $0.watchers) }
        sinks.forEach { $0.finish() }
        watchers.forEach { $0.finish() }
    }

    /// Blocks; on a lane.
    func open() throws(LibvirtError) -> Connection {
        let connection = try Connection.open(settings.uri, loop: loop)
        try connection.keepAlive(interval: settings.keepAliveInterval, count: settings.keepAliveCount)
        return connection
    }

    /// An attempt that hangs must not be joined by more than one other.
    private var openKey: LaneKey { LaneKey("connecting to \(settings.uri)") }
}

extension ManagedConnection.Link {
    var isUp: Bool {
        if case .up = self { true } else { false }
    }
}
