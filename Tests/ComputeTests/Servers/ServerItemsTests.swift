import AerieTestSupport
import Compute
import Store
import Testing

@Suite("Metadata and tags of servers")
struct ServerItemsTests {
    private static func with(
        settings: (inout ComputeSettings) -> Void = { _ in },
        _ body: (Cloud, ServerID, Origin) async throws -> Void
    ) async throws {
        try await Cloud.with(settings: settings) { cloud in
            try await body(cloud, try await cloud.bench.active(), cloud.bench.origin())
        }
    }

    @Test("Items are added, overwritten, replaced and removed")
    func metadata() async throws {
        try await Self.with { cloud, id, origin in
            let service = cloud.service
            var items = try await service.addMetadata(["a": "1", "b": "2"], to: id, in: .everything, origin: origin)
            #expect(items == ["a": "1", "b": "2"])
            items = try await service.addMetadata(["b": "3"], to: id, in: .everything, origin: origin)
            #expect(items == ["a": "1", "b": "3"])
            try await service.removeMetadata("a", of: id, in: .everything, origin: origin)
            items = try await service.metadata(of: id, in: .everything)
            #expect(items == ["b": "3"])
            items = try await service.replaceMetadata(["c": "4"], of: id, in: .everything, origin: origin)
            #expect(items == ["c": "4"])
            let missing = await cloud.error { () throws(ComputeError) in
                try await service.removeMetadata("a", of: id, in: .everything, origin: origin)
            }
            #expect(missing == .missing("Metadata item was not found"))
        }
    }

    @Test("There is a limit to items, which overwriting does not meet")
    func metadataLimit() async throws {
        try await Self.with(settings: { $0.limits.metadataItems = 2 }) { cloud, id, origin in
            let service = cloud.service
            _ = try await service.addMetadata(["a": "1", "b": "2"], to: id, in: .everything, origin: origin)
            let added = await cloud.error { () throws(ComputeError) in
                try await service.addMetadata(["c": "3"], to: id, in: .everything, origin: origin)
            }
            #expect(added == .forbidden("Maximum number of metadata items exceeds 2"))
            let replaced = await cloud.error { () throws(ComputeError) in
                try await service.replaceMetadata(["x": "", "y": "", "z": ""], of: id, in: .everything, origin: origin)
            }
            #expect(replaced == .forbidden("Maximum number of metadata items exceeds 2"))
            let items = try await service.addMetadata(["a": "9"], to: id, in: .everything, origin: origin)
            #expect(items == ["a": "9", "b": "2"])
        }
    }

    @Test("A server that has more items than a lowered limit can lose some, and gets no others")
    func loweredLimit() async throws {
        try await Self.with(settings: { $0.limits.metadataItems = 2 }) { cloud, id, origin in
            let service = cloud.service
            _ = try await cloud.bench.stores.servers.change(id, in: .everything, facets: .metadata) { _ in
                ServerDecision(change: ServerChange { $0.metadata = .set(["a": "1", "b": "2", "c": "3", "d": "4"]) })
            }
            let changed = await cloud.error { () throws(ComputeError) in
                try await service.addMetadata(["a": "9"], to: id, in: .everything, origin: origin)
            }
            #expect(changed == .forbidden("Maximum number of metadata items exceeds 2"))
            try await service.removeMetadata("d", of: id, in: .everything, origin: origin)
            #expect(try await service.metadata(of: id, in: .everything) == ["a": "1", "b": "2", "c": "3"])
        }
    }

    @Test("Metadata of a server that is being built is refused")
    func building() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.create()
            let origin = cloud.bench.origin()
            let added = await cloud.error { () throws(ComputeError) in
                try await cloud.service.addMetadata(["a": "1"], to: id, in: .everything, origin: origin)
            }
            #expect(added?.message == "Cannot 'update metadata' instance \(id) while it is in vm_state building")
            let tagged = await cloud.error { () throws(ComputeError) in
                try await cloud.service.addTag("a", to: id, in: .everything, origin: origin)
            }
            #expect(tagged?.message == "Cannot 'update tag' instance \(id) while it is in vm_state building")
        }
    }

    @Test("Tags are added once, kept sorted, and removed")
    func tags() async throws {
        try await Self.with { cloud, id, origin in
            let service = cloud.service
            var isNew = try await service.addTag("b", to: id, in: .everything, origin: origin)
            #expect(isNew)
            isNew = try await service.addTag("a", to: id, in: .everything, origin: origin)
            #expect(isNew)
            isNew = try await service.addTag("b", to: id, in: .everything, origin: origin)
            #expect(!isNew)
            var tags = try await service.tags(of: id, in: .everything)
            #expect(tags == ["a", "b"])
            try await service.removeTag("a", from: id, in: .everything, origin: origin)
            let missing = await cloud.error { () throws(ComputeError) in
                try await service.removeTag("a", from: id, in: .everything, origin: origin)
            }
            #expect(missing == .missing("Server \(id) has no tag 'a'"))
            tags = try await service.replaceTags(["z", "y", "z"], of: id, in: .everything, origin: origin)
            #expect(tags == ["y", "z"])
            try await service.removeAllTags(of: id, in: .everything, origin: origin)
            tags = try await service.tags(of: id, in: .everything)
            #expect(tags == [])
        }
    }

    @Test("A server has fifty tags at most")
    func tagLimit() async throws {
        try await Self.with { cloud, id, origin in
            let service = cloud.service
            _ = try await service.replaceTags((1...50).map { "t\($0)" }, of: id, in: .everything, origin: origin)
            let refusal = await cloud.error { () throws(ComputeError) in
                try await service.addTag("t51", to: id, in: .everything, origin: origin)
            }
            #expect(refusal == .invalid("The number of tags exceeded the per-server limit 50"))
            let isNew = try await service.addTag("t50", to: id, in: .everything, origin: origin)
            #expect(!isNew)
        }
    }

    @Test("Tags that are already so do not count as a change")
    func unchanged() async throws {
        try await Self.with { cloud, id, origin in
            _ = try await cloud.service.replaceTags(["a"], of: id, in: .everything, origin: origin)
            let before = try await cloud.bench.server(id).updatedAt
            _ = try await cloud.service.replaceTags(["a", "a"], of: id, in: .everything, origin: origin)
            let after = try await cloud.bench.server(id).updatedAt
            #expect(before == after)
        }
    }

    @Test("A lock protects metadata but not tags")
    func lock() async throws {
        try await Self.with { cloud, id, origin in
            _ = try await cloud.service.update(
                id, in: .everything, with: [], ServerChange { $0.lock = .set(ServerLock(holder: .admin, reason: "r")) })
            let refusal = await cloud.error { () throws(ComputeError) in
                try await cloud.service.replaceMetadata([:], of: id, in: .everything, origin: origin)
            }
            #expect(refusal == .locked(id))
            let isNew = try await cloud.service.addTag("a", to: id, in: .everything, origin: origin)
            #expect(isNew)
        }
    }
}
