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
        return try await lanes.run(on: key, within: limit) { [self] () throws(LibvirtError) in
            let connection = try take()
            defer { giveBack(connection) }
            return try work(connection)
        }
    }

    /// Runs a long call on a thread and a connection of its own, which counts against none of the lanes' threads.
    package func runLong<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        if case .disconnected(let error) = status { throw error }
        return try await lanes.runLong { [self] () throws(LibvirtError) in try work(try open()) }
    }

    /// A connection that no other call uses until it is given back.
    private func take() throws(LibvirtError) -> Connection {
        let idle = try state.withLock { (state) throws(LibvirtError) in
            if case .down(let error) = state.link { throw error }
            return state.idle.popLast()
        }
        if let idle, idle.isAlive { return idle }
        return try open()
    }

    private func giveBack(_ connection: Connection) {
        guard connection.isAlive else { return }
        state.withLock { state in
            guard state.link.isUp, state.idle.count < Self.mostIdle else { return }
            state.idle.append(connection)
        }
    }

    private static let mostIdle = 8
}
