import HTTPAPI
import Testing
import WireJSON

@testable import APISchema
@testable import ComputeAPI

/// Golden samples of every body that a request can have: one in each run of versions that takes the same keys, with all of
/// them.
@Suite struct RequestSampleTests {
    struct Request: Sendable, CustomTestStringConvertible {
        let folder: String
        let sample: String
        /// Runs of versions with the same keys, here and in objects inside.
        let epochs: [Versions]
        let decode: @Sendable (JSONValue, Microversion) throws -> Void
        /// Where objects are in the document, and the keys that a version knows there.
        let keys: [(path: [String], known: @Sendable (Microversion) -> Set<String>)]
        var testDescription: String { "\(folder)/…/\(sample)-request" }

        init<Body>(
            _ folder: String, _ sample: String, _ schema: Schema<Body>, _ versions: Versions = .all,
            objects: [Object] = []
        ) {
            self.folder = folder
            self.sample = sample
            epochs = Self.cut(at: schema.epochs + objects.flatMap(\.epochs)).filter { $0.overlaps(versions) }
            decode = { _ = try schema.decode($0, $1) }
            let known: @Sendable (Microversion) -> Set<String> = { schema.keys(at: $0) }
            keys = [(schema.wrapper.map { [$0] } ?? [], known)] + objects.map { ($0.path, $0.known) }
        }

        private static func cut(at ranges: [Versions]) -> [Versions] {
            EpochTable(cutAt: ranges) { _ in }.ranges
        }
    }

    /// An object inside the body.
    struct Object: Sendable {
        let path: [String]
        let epochs: [Versions]
        let known: @Sendable (Microversion) -> Set<String>

        init<Body>(_ path: String..., schema: Schema<Body>) {
            self.path = path
            epochs = schema.epochs
            known = { schema.keys(at: $0) }
        }
    }

    static let requests = [
        Request(
            "servers", "create", CreateServerBody.schema,
            objects: [
                Object("server", schema: NewServerBody.schema),
                Object("server", "networks", schema: NetworkItemBody.schema),
                Object("server", "block_device_mapping", schema: OldBlockDeviceBody.schema),
                Object("server", "block_device_mapping_v2", schema: BlockDeviceBody.schema),
            ]),
        Request("servers", "update", UpdateServerBody.schema),
        Request("servers", "reboot", RebootBody.schema),
        Request("servers", "lock", LockBody.schema, .since(.lockReason)),
        Request("servers", "rescue", RescueBody.schema),
        Request("servers", "unshelve", UnshelveBody.schema, .since(.unshelveZone)),
        Request("servers", "resize", ResizeBody.schema),
        Request("servers", "migrate", MigrateBody.schema, .since(.coldMigrationTarget)),
        Request("servers", "rebuild", RebuildBody.schema),
        Request("servers", "reset-state", ResetStateBody.schema),
        Request("servers", "change-password", ChangePasswordBody.schema),
        Request("servers", "create-image", CreateImageBody.schema),
        Request("servers", "create-backup", CreateBackupBody.schema),
        Request("servers", "console", ConsoleOutputBody.schema),
        Request("servers", "remote-console", RemoteConsoleBody.schema, .since(.remoteConsoles)),
        Request("servers", "vnc-console", OldConsoleBody.vnc, .before(.remoteConsoles)),
        Request("servers", "serial-console", OldConsoleBody.serial, .before(.remoteConsoles)),
        Request("servers", "spice-console", OldConsoleBody.spice, .before(.remoteConsoles)),
        Request("servers", "metadata", MetadataBody.schema),
        Request("servers", "metadata-item", MetadataItemBody.schema),
        Request("servers", "tags", TagsBody.schema, .since(.serverTags)),
        Request("keypairs", "create", CreateKeypairBody.schema),
        Request("flavors", "create", CreateFlavorBody.schema),
        Request("flavors", "update", UpdateFlavorBody.schema, .since(.flavorDescription)),
        Request("flavors", "access", FlavorAccessBody.schema),
        Request("flavors", "extra-specs", ExtraSpecsBody.create),
    ]

    @Test("Every body has a sample in each run of versions that takes the same keys", arguments: requests)
    func covered(_ request: Request) throws {
        let sampled = try Sample.versions(of: request.folder, named: request.sample + "-request")
        let bare = request.epochs.filter { epoch in !sampled.contains { epoch.contains($0) } }
        #expect(bare.isEmpty, "no sample for \(bare)")
    }

    @Test("A sample is taken by its versions, and has all of their keys", arguments: requests)
    func taken(_ request: Request) throws {
        for version in try Sample.versions(of: request.folder, named: request.sample + "-request") {
            let document = try Sample.request(request.folder, version, request.sample)
            let epoch = try #require(request.epochs.first { $0.contains(version) }, "no epoch has \(version)")
            for version in Microversion.all where epoch.contains(version) {
                #expect(throws: Never.self, "\(version)") { try request.decode(document, version) }
            }
            for (path, known) in request.keys {
                #expect(Set(keys(of: document, at: path)) == known(version), "\(path) at \(version)")
            }
        }
    }

    /// Of the object at a path; of a list's first item.
    private func keys(of document: JSONValue, at path: [String]) -> [String] {
        let found = path.reduce(document) { ($0[key: $1] ?? .null).firstItem }
        return found.object?.keys ?? []
    }
}

extension JSONValue {
    fileprivate var firstItem: JSONValue { array?.first ?? self }
}
