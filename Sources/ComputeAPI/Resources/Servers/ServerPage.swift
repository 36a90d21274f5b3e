import APISchema
import Compute

/// The servers of one answer with what is worked out once for all of them, so that writing a server looks nothing up.
final class ServerPage: Sendable {
    /// What the caller may see beyond the ordinary.
    struct Grants: Sendable, Hashable {
        var isAdmin = false
        var flavorExtraSpecs = false

        /// Equal for callers who see the same.
        var context: [String] { [isAdmin ? "administrator" : "", flavorExtraSpecs ? "extra specs" : ""] }
    }

    private let list: ServerList
    /// One for each server.
    let hostIDs: [String]
    let hostStatuses: HostStatuses
    let grants: Grants
    let parts: SharedParts
    /// Of the answer's one server, where it tells one.
    let adminPassword: String?

    init(
        _ list: ServerList, _ facets: RowFacets, hostIDs: HostIDs, hostStatuses: HostStatuses, grants: Grants,
        links: LinkBase, adminPassword: String? = nil
    ) {
        self.list = list
        self.adminPassword = adminPassword
        parts = SharedParts(list.servers, facets, grants, links)
        self.hostStatuses = hostStatuses
        self.grants = grants
        self.hostIDs = hostIDs.texts(of: list.servers)
    }

    var servers: [ServerRecord] { _read { yield list.servers } }
    var rows: [ServerRow] { servers.indices.map { ServerRow(page: self, index: $0) } }
}

/// One server of a page.
struct ServerRow: Sendable {
    let page: ServerPage
    let index: Int

    /// Lent, not copied: a record holds some forty references, and each field of an answer looks at it.
    var server: ServerRecord {
        _read { yield page.servers[index] }
    }

    /// Made of two fields here, as asking the record in its module would copy it.
    var status: ServerStatus { ServerStatus(vmState: server.vmState, taskState: server.taskState) }
    var hostID: String { page.hostIDs[index] }
    var hostStatus: String? { page.hostStatuses.status(of: server.host) }
}
