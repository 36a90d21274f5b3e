import Compute
import Synchronization

/// Servers as they were read last, with every facet, so that a list of a thousand costs no decoding.
///
/// Exact as long as this process alone writes the database: whoever commits a change calls `forget` before the change is
/// acknowledged. A read that began before then can't put its older copy back, because it names the generation that it
/// began in.
package final class ServerCache: Sendable {
    /// What a kept record holds.
    static let facets: ServerFacets = [.metadata, .tags, .nics, .fault, .userData]

    /// A server with all facets, but without user data longer than 4 KiB.
    final class Entry: Sendable {
        let server: ServerRecord
        private let lacksUserData: Bool
        private static let userDataLimit = 4_096

        init(_ server: ServerRecord) {
            lacksUserData = (server.userData?.utf8.count ?? 0) > Self.userDataLimit
            var server = server
            if lacksUserData { server.userData = nil }
            self.server = server
        }

        func isFound(in scope: Scope, includingDeleted: Bool) -> Bool {
            scope.includes(server.projectID) && (includingDeleted || server.deletedAt == nil)
        }

        func holds(_ facets: ServerFacets) -> Bool { !lacksUserData || !facets.contains(.userData) }
    }

    private struct Forgotten {
        let id: ServerID
        let generation: UInt64
    }

    private struct State {
        var entries: [ServerID: Entry] = [:]
        var numbers: [Int64: Entry] = [:]
        /// Rises with every change of any server.
        var generation: UInt64 = 0
        /// The newest changes, oldest first.
        var forgotten: [Forgotten] = []
        var pages: [ServerQuery: ServerList] = [:]
        var pagesGeneration: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())
    private static let remembered = 256
    private static let pageLimit = 8

    /// - Parameter limit: at most this many servers are kept, at about two KiB each, and their user data.
    package init(limit: Int = 4_096) {
        self.limit = limit
    }

    var generation: UInt64 { state.withLock { $0.generation } }

    func entry(_ id: ServerID) -> Entry? { state.withLock { $0.entries[id] } }

    func entries(_ numbers: [Int64]) -> [Entry?] {
        state.withLock { state in numbers.map { state.numbers[$0] } }
    }

    /// Keeps what a read that began in `generation` has found.
    func keep(_ entries: [Entry], from generation: UInt64) {
        state.withLock { state in
            guard let stale = Self.changed(since: generation, in: state) else { return }
            for entry in entries where !stale.contains(entry.server.id) {
                if state.entries.count >= limit { Self.clear(&state) }
                state.entries[entry.server.id] = entry
                state.numbers[entry.server.number] = entry
            }
        }
    }

    /// The servers changed since then; nil when that is too long ago to tell.
    private static func changed(since generation: UInt64, in state: State) -> Set<ServerID>? {
        guard state.generation - generation <= UInt64(state.forgotten.count) else { return nil }
        return Set(state.forgotten.reversed().prefix { $0.generation > generation }.map(\.id))
    }

    private static func clear(_ state: inout State) {
        state.entries.removeAll(keepingCapacity: true)
        state.numbers.removeAll(keepingCapacity: true)
    }

    func page(_ query: ServerQuery) -> ServerList? {
        state.withLock { state in
            state.pagesGeneration == state.generation ? state.pages[query] : nil
        }
    }

    /// Keeps a whole list until any server changes.
    func keep(_ page: ServerList, of query: ServerQuery, from generation: UInt64) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.pagesGeneration != generation || state.pages.count >= Self.pageLimit { state.pages.removeAll() }
            state.pagesGeneration = generation
            state.pages[query] = page
        }
    }

    /// To be called after a commit that changed these servers, and before anyone is told of it.
    func forget(_ ids: [ServerID]) {
        guard !ids.isEmpty else { return }
        state.withLock { state in
            for id in ids {
                state.generation += 1
                state.forgotten.append(Forgotten(id: id, generation: state.generation))
                if let entry = state.entries.removeValue(forKey: id) { state.numbers[entry.server.number] = nil }
            }
            let surplus = state.forgotten.count - Self.remembered
            if surplus > Self.remembered { state.forgotten.removeFirst(surplus) }
            state.pages.removeAll()
        }
    }
}

extension ServerRecord {
    /// Without what the facets don't ask for.
    func limited(to facets: ServerFacets) -> ServerRecord {
        if facets.isSuperset(of: ServerCache.facets) { return self }
        var server = self
        if !facets.contains(.metadata) { server.metadata = [:] }
        if !facets.contains(.tags) { server.tags = [] }
        if !facets.contains(.nics) { server.nics = [] }
        if !facets.contains(.fault) { server.fault = nil }
        if !facets.contains(.userData) { server.userData = nil }
        return server
    }
}
