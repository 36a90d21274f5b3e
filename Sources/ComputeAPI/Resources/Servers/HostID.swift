import Compute
import Synchronization

/// `hostId`: tells a project's users which of their servers share a host, without telling the host.
enum HostID {
    private struct Key: Hashable {
        let project: ProjectID
        let host: HostName
    }

    /// Those made last: a cloud has far more answers than pairs of a project and a host.
    private static let known = Mutex<[Key: String]>([:])
    private static let limit = 1_024

    /// - Returns: empty when there is no host.
    static func text(project: ProjectID, host: HostName?) -> String {
        guard let host else { return "" }
        let key = Key(project: project, host: host)
        if let text = known.withLock({ $0[key] }) { return text }
        let text = SHA224.hexDigest(of: project.text + host.text)
        known.withLock { known in
            if known.count >= limit { known.removeAll(keepingCapacity: true) }
            known[key] = text
        }
        return text
    }

    /// One for each server; servers of one project on one host, which mostly stand together, cost one look-up.
    static func texts(of servers: [ServerRecord]) -> [String] {
        var last: (key: Key, text: String)?
        // By index, as a loop over the records would copy each.
        return servers.indices.map { index in
            guard let host = servers[index].host else { return "" }
            let key = Key(project: servers[index].projectID, host: host)
            if let last, last.key == key { return last.text }
            let text = text(project: key.project, host: host)
            last = (key, text)
            return text
        }
    }
}
