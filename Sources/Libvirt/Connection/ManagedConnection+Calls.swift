import Synchronization

extension ManagedConnection {
    /// Runs a short call.
    /// - Parameters:
    ///   - key: what the call may hang on, usually its domain.
    ///   - limit: from now; then the caller gets `.operationTimeout` and the call goes on alone.
    /// - Throws: `.noConnect` at once while there is no connection; what `work` throws.
    package func run<Value: Sendable>(
        on key: LaneKey? = nil, within limit: Duration? = nil,
        _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        if case .disconnected(let error) = status { throw error }
        let call = Call()
        return try await lanes.run(on: key, within: limit, overdue: call.becomeOverdue) {
            [self] () throws(LibvirtError) in
            let channel = settings.callsShareConnection ? try usableChannel() : try takeChannel()
            call.begin(on: channel)
            defer {
                call.end()
                if !settings.callsShareConnection { giveBack(channel) }
            }
            return try work(channel.connection)
        }
    }

    /// Runs a long call on a thread and a connection of its own: it takes none of the requests that libvirtd reads
    /// from the shared one.
    package func runLong<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        if case .disconnected(let error) = status { throw error }
        return try await lanes.runLong { [self] () throws(LibvirtError) in try work(try open()) }
    }

    /// The connection for a call that begins; opens another when the present one has too many calls that hang.
    private func usableChannel() throws(LibvirtError) -> CallChannel {
        let present = try presentChannel()
        if present.isUsable(overdueLimit: settings.overdueLimit) { return present }
        let fresh = CallChannel(try open())
        return state.withLock { state in
            guard case .up(let events, let calls) = state.link else { return fresh }
            // Another call may have replaced it meanwhile.
            if calls !== present { return calls }
            state.link = .up(events: events, calls: fresh)
            return fresh
        }
    }

    /// A connection that no other call uses until it is given back.
    private func takeChannel() throws(LibvirtError) -> CallChannel {
        let idle = try state.withLock { (state) throws(LibvirtError) in
            if case .down(let error) = state.link { throw error }
            return state.idle.popLast()
        }
        if let idle, idle.connection.isAlive { return idle }
        return CallChannel(try open())
    }

    private func giveBack(_ channel: CallChannel) {
        guard channel.connection.isAlive else { return }
        state.withLock { state in
            guard state.link.isUp, state.idle.count < Self.mostIdle else { return }
            state.idle.append(channel)
        }
    }

    private static let mostIdle = 8

    private func presentChannel() throws(LibvirtError) -> CallChannel {
        try state.withLock { (state) throws(LibvirtError) in
            switch state.link {
            case .up(_, let calls): calls
            case .down(let error): throw error
            }
        }
    }

    /// Tells the channel about a call that is past its deadline, from then until it returns.
    private final class Call: Sendable {
        private let state = Mutex(State())

        private struct State {
            var channel: CallChannel?
            var isOverdue = false
        }

        func begin(on channel: CallChannel) {
            state.withLock { state in
                state.channel = channel
                if state.isOverdue { channel.addOverdue() }
            }
        }

        func becomeOverdue() {
            state.withLock { state in
                state.isOverdue = true
                state.channel?.addOverdue()
            }
        }

        func end() {
            state.withLock { state in
                if state.isOverdue { state.channel?.removeOverdue() }
                state.channel = nil
            }
        }
    }
}
