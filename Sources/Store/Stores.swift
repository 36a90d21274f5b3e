package import Compute
import DurableActions
package import Identity

/// Every port that a store fills, over one engine.
package struct Stores: Sendable {
    package let servers: any ServerStore
    package let flavors: any FlavorStore
    package let keypairs: any KeypairStore
    package let images: any ImageStore
    package let networks: any NetworkStore
    package let hosts: any HostStore
    package let actions: SQLActionLog
    package let identity: any IdentityStore
    let engine: any SQLEngine
    private let closeEngine: @Sendable () async -> Void

    /// - Parameters:
    ///   - cache: nil where other processes write the database too.
    ///   - close: called once, when nothing uses the stores any more.
    package init(
        engine: any SQLEngine, cache: ServerCache?, world: World, close: @escaping @Sendable () async -> Void
    ) {
        servers = SQLServerStore(engine: engine, cache: cache, world: world)
        flavors = SQLFlavorStore(engine: engine, world: world)
        keypairs = SQLKeypairStore(engine: engine)
        images = SQLImageStore(engine: engine, world: world)
        networks = SQLNetworkStore(engine: engine)
        hosts = SQLHostStore(engine: engine, cache: cache.map { _ in HostCache() })
        actions = SQLActionLog(engine: engine, cache: cache)
        identity = SQLIdentityStore(engine: engine)
        self.engine = engine
        closeEngine = close
    }

    /// Lets the numbers of servers begin above this one; nothing happens once a number was given.
    package func beginServerNumbers(above number: Int64) async throws(ComputeError) {
        _ = try await engine.writing { session in
            try session.execute(
                SQLQuery(
                    "UPDATE sequences SET value = ? WHERE name = ? AND value = 0",
                    [.integer(number), .text(NumberSequence.servers.rawValue)]))
        }
    }

    /// Writes everything back and closes the connections; every later call fails.
    package func close() async {
        await closeEngine()
    }
}
