import DurableActions

/// Servers, their instance actions and what they hold. Every method is one transaction.
package protocol ServerStore: Sendable {
    /// - Throws: `.notFound` when there is none in the scope; deleted ones count only when asked for.
    func server(_ id: ServerID, in scope: Scope, facets: ServerFacets, includingDeleted: Bool)
        async throws(ComputeError) -> ServerRecord

    /// Whose server it is, for policy.
    /// - Throws: as `server`.
    func owner(of id: ServerID, in scope: Scope, includingDeleted: Bool) async throws(ComputeError) -> ServerOwner

    /// - Throws: `.invalid("marker [x] not found")` for an unknown marker.
    func servers(_ query: ServerQuery) async throws(ComputeError) -> ServerList

    /// Every server of the host that is not deleted; nil: those that are on no host.
    func servers(on host: HostName?, facets: ServerFacets) async throws(ComputeError) -> [ServerRecord]

    /// Checks the quota, takes addresses, inserts servers, ports and create actions: all of them or none.
    func create(_ plan: ServerCreation) async throws(ComputeError) -> [ServerRecord]

    /// Reads one server, lets `decide` say what is to change, and writes that, with a new action if there is one.
    ///
    /// `decide` may run more than once (a serialization failure repeats the transaction), so it must be pure.
    /// - Returns: the record after the change, with `facets`.
    func change(
        _ id: ServerID, in scope: Scope, facets: ServerFacets,
        _ decide: @escaping @Sendable (ServerRecord) throws(ComputeError) -> ServerDecision
    ) async throws(ComputeError) -> ServerRecord

    /// Gives a host to a server that has none, and what `choose` claims of it: `choose` sees every host with what its
    /// servers hold and picks one.
    ///
    /// - Throws: what `choose` throws; nothing is changed then.
    func claimHost(
        for server: ServerID,
        _ choose: @escaping @Sendable (ServerRecord, [HostCandidate]) throws(ComputeError) -> HostChoice
    ) async throws(ComputeError) -> ServerRecord

    /// Claims anew what a server holds of the host that it stays on, for another flavor or image. What it held so far stays its
    /// own as `former` until it has no resize any more; until then nothing is claimed again. A resize that was requested runs
    /// from then on, so that its host counts what it takes.
    ///
    /// - Parameter choose: sees the server, and its host without what the server itself holds there. It may run twice.
    /// - Throws: what `choose` throws; nothing is changed then. `.conflict` for a server without a host.
    func reclaim(
        for server: ServerID,
        _ choose: @escaping @Sendable (ServerRecord, HostCandidate) throws(ComputeError) -> TuningClaim?
    ) async throws(ComputeError) -> ServerRecord

    /// Every host with what its servers hold.
    func candidates() async throws(ComputeError) -> [HostCandidate]

    /// Newest first.
    func actions(of server: ServerID, _ query: ActionQuery) async throws(ComputeError) -> [InstanceAction]

    /// With events. Nil when that request made no action on this server.
    func action(_ requestID: String, of server: ServerID) async throws(ComputeError) -> InstanceAction?

    func usage(of project: ProjectID) async throws(ComputeError) -> ProjectUsage

    /// What the guest has posted as its password, encrypted for the owner of its key; nil when nothing.
    func serverPassword(of server: ServerID) async throws(ComputeError) -> String?

    /// Keeps what a guest posted; an empty text is as good as none.
    /// - Returns: false when the server has one already: nothing is changed then.
    func setServerPassword(_ text: String, of server: ServerID) async throws(ComputeError) -> Bool

    /// Forgets it; the guest may post another one.
    func clearServerPassword(of server: ServerID) async throws(ComputeError)

    /// How many servers that are not deleted use the image as their base on `host`.
    func serverCount(usingBase image: ImageID, on host: HostName) async throws(ComputeError) -> Int
}

/// Whose server it is.
package struct ServerOwner: Sendable, Hashable {
    package let projectID: ProjectID
    package let userID: UserID

    package init(_ server: ServerRecord) {
        projectID = server.projectID
        userID = server.userID
    }
}

/// A host and what it already holds.
package struct HostCandidate: Sendable, Hashable {
    package var host: HostRecord
    package var usage: HostUsage

    package init(host: HostRecord, usage: HostUsage) {
        self.host = host
        self.usage = usage
    }
}

/// What `ServerStore.change` writes.
package struct ServerDecision: Sendable {
    package var change: ServerChange?
    package var action: NewServerAction?
    /// What the change takes of the quota of the server's project; nothing is changed when it is more than there is.
    package var claim: QuotaClaim?
    /// What else speaks against it: told where the quota has nothing against it. Nothing is changed then.
    package var refusal: ComputeError?
    /// An image that the action fills.
    package var image: ImageRecord?

    package init(
        change: ServerChange? = nil, action: NewServerAction? = nil, claim: QuotaClaim? = nil, image: ImageRecord? = nil
    ) {
        self.change = change
        self.action = action
        self.claim = claim
        self.image = image
    }

    package static let nothing = ServerDecision()
}

/// Which instance actions a list shows.
package struct ActionQuery: Sendable, Hashable {
    package var changedSince: Timestamp?
    package var changedBefore: Timestamp?
    /// The marker is a request id.
    package var page: Page

    package init(page: Page, changedSince: Timestamp? = nil, changedBefore: Timestamp? = nil) {
        self.page = page
        self.changedSince = changedSince
        self.changedBefore = changedBefore
    }
}
