import Compute

/// Applies what a step of an action changes.
struct ServerChanges: Sendable {
    private let loader = ServerLoader(decoder: ServerDecoder())

    /// - Throws: `ComputeError` when the change doesn't apply.
    func apply(_ change: ComputeChange, of action: Int64, at now: Timestamp, in session: any SQLSession) throws {
        switch change {
        case .server(let id, let change): try apply(change, to: id, at: now, in: session)
        case .releasePorts(let server): try PortRows.release(of: server, in: session)
        case .bindPorts(let server, let host): try PortRows.bind(server, to: host, in: session)
        case .keepPassword(let text, let server): try PasswordRows.replace(text, of: server, in: session)
        case .beginEvent(let name, let host): try EventRows.begin(name, host: host, of: action, at: now, in: session)
        case .endEvent(let name, let result, let details, let traceback):
            try EventRows.end(
                name, result: result, details: details, traceback: traceback, of: action, at: now, in: session)
        }
    }

    private func apply(
        _ change: ServerChange, to id: ServerID, at now: Timestamp, in session: any SQLSession
    ) throws {
        var facets: ServerFacets = []
        if change.metadata != .keep { facets.insert(.metadata) }
        if change.tags != .keep { facets.insert(.tags) }
        if change.fault != .keep { facets.insert(.fault) }
        if change.userData != .keep { facets.insert(.userData) }
        guard let old = try loader.server(id, in: .everything, facets: facets, includingDeleted: true, in: session)
        else { throw ComputeError.noServer(id) }
        var new = old
        change.apply(to: &new, at: now)
        try ServerRows.update(old, to: new, in: session)
    }

    /// The servers that these changes touch.
    static func subjects(of changes: [ComputeChange]) -> [ServerID] {
        changes.compactMap { change in
            switch change {
            case .server(let id, _), .releasePorts(let id), .bindPorts(let id, _), .keepPassword(_, let id): id
            case .beginEvent, .endEvent: nil
            }
        }
    }
}
