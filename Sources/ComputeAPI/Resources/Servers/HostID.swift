import Compute
import Synchronization

/// `hostId`: tells a project's users which of their servers share a host, without telling the host.
enum HostID {
    /// - Returns: empty when there is no host.
    static func text(project: ProjectID, host: HostName?) -> String {
        host.map { SHA224.hexDigest(of: project.text + $0.text) } ?? ""
    }
}

/// Those that were made last: a cloud has far more answers than pairs of a project and a host.
final class HostIDs: Sendable {
    private struct Key: Hashable {
        let project: ProjectID
        let host: HostName
    }

    private let known = Mutex<[Key: String]>([:])
    private static let limit = 1_024

    /// One for each server; servers of one project on one host, which mostly stand together, cost one look-up.
    func texts(of servers: [ServerRecord]) -> [String] {
        var last: (key: Key, text: String)?
        // By index, as a loop over the records would copy each.
        return servers.indices.map { index in
            guard let host = servers[index].host else { return "" }
            let key = Key(project: servers[index].projectID, host: host)
            if let last, last.key == key { return last.text }
            let text = text(for: key)
            last = (key, text)
            return text
        }
    }

    private func text(for key: Key) -> String {
        if let text = known.withLock({ $0[key] }) { return text }
        let text = HostID.text(project: key.project, host: key.host)
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known[key] = text
        }
        return text
    }
}
