extension ServerService {
    package func metadata(of id: ServerID, in scope: Scope) async throws(ComputeError) -> [String: String] {
        try await show(id, in: scope, with: .metadata).metadata
    }

    /// Adds or overwrites; answers all items.
    package func addMetadata(
        _ items: [String: String], to id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> [String: String] {
        let limits = settings.limits
        return try await changeMetadata(of: id, in: scope, .updateMetadata, origin) { current throws(ComputeError) in
            let merged = current.merging(items) { $1 }
            try limits.check(metadata: merged)
            return merged
        }
    }

    /// Replaces everything; answers all items.
    package func replaceMetadata(
        _ items: [String: String], of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> [String: String] {
        let limits = settings.limits
        return try await changeMetadata(of: id, in: scope, .updateMetadata, origin) { _ throws(ComputeError) in
            try limits.check(metadata: items)
            return items
        }
    }

    /// - Throws: `.missing` when there is no such item.
    package func removeMetadata(
        _ key: String, of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        _ = try await changeMetadata(of: id, in: scope, .deleteMetadata, origin) { current throws(ComputeError) in
            guard current[key] != nil else { throw .missing("Metadata item was not found") }
            return current.filter { $0.key != key }
        }
    }

    private func changeMetadata(
        of id: ServerID, in scope: Scope, _ rule: ServerRule, _ origin: Origin,
        _ edit: @escaping @Sendable ([String: String]) throws(ComputeError) -> [String: String]
    ) async throws(ComputeError) -> [String: String] {
        try await servers.change(id, in: scope, facets: .metadata) { server throws(ComputeError) in
            try rule.check(server, for: origin)
            let items = try edit(server.metadata)
            return ServerDecision(change: ServerChange { $0.metadata = .set(items) })
        }.metadata
    }

    package func tags(of id: ServerID, in scope: Scope) async throws(ComputeError) -> [String] {
        try await show(id, in: scope, with: .tags).tags
    }

    /// Replaces all tags; duplicates are folded.
    package func replaceTags(
        _ tags: [String], of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> [String] {
        try await changeTags(of: id, in: scope, .updateTags, origin) { _ in Set(tags) }
    }

    /// - Returns: whether the tag is new on the server.
    package func addTag(
        _ tag: String, to id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> Bool {
        let before = try await tags(of: id, in: scope)
        _ = try await changeTags(of: id, in: scope, .updateTag, origin) { tags throws(ComputeError) in
            guard tags.contains(tag) || tags.count < Self.mostTags else {
                throw .invalid("The number of tags exceeded the per-server limit \(Self.mostTags)")
            }
            return tags.union([tag])
        }
        return !before.contains(tag)
    }

    /// - Throws: `.missing` when the server does not have the tag.
    package func removeTag(
        _ tag: String, from id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        _ = try await changeTags(of: id, in: scope, .deleteTag, origin) { tags throws(ComputeError) in
            guard tags.contains(tag) else { throw .missing("Server \(id) has no tag '\(tag)'") }
            return tags.subtracting([tag])
        }
    }

    package func removeAllTags(of id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        _ = try await changeTags(of: id, in: scope, .deleteTags, origin) { _ in [] }
    }

    private static let mostTags = 50

    private func changeTags(
        of id: ServerID, in scope: Scope, _ rule: ServerRule, _ origin: Origin,
        _ edit: @escaping @Sendable (Set<String>) throws(ComputeError) -> Set<String>
    ) async throws(ComputeError) -> [String] {
        try await servers.change(id, in: scope, facets: .tags) { server throws(ComputeError) in
            try rule.check(server, for: origin)
            let tags = try edit(Set(server.tags)).sorted()
            return ServerDecision(change: tags == server.tags ? nil : ServerChange { $0.tags = .set(tags) })
        }.tags
    }
}
