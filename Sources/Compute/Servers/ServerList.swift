/// The servers of one list, in its order. A store may hand out the same object again as long as it still is the list, so what
/// is worked out of it can be kept beside it.
package final class ServerList: Sendable {
    package static let empty = ServerList([])

    package let servers: [ServerRecord]

    package init(_ servers: [ServerRecord]) {
        self.servers = servers
    }
}
