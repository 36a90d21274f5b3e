import Compute
import ComputeAPI
import HTTPAPI
import Store
import Testing

// What the tests of everything but servers share.
extension TestCompute {
    /// Serves every resource that is not a server's part. Projects other than `project` are unknown to the identity service.
    static func withOthers(
        _ change: (inout ComputeSettings) -> Void = { _ in }, _ body: (TestCompute) async throws -> Void
    ) async throws {
        try await with(change, serving: otherResources, body)
    }

    static func otherResources(_ parts: TestComputeParts) -> [any Resource] {
        let hosts = HostService(hosts: parts.stores.hosts, settings: parts.settings, world: parts.world)
        let flavors = FlavorService(
            flavors: parts.stores.flavors, projectExists: { [project, otherProject].contains($0) }, world: parts.world)
        return [
            FlavorsResource(flavors: flavors),
            KeypairsResource(
                keypairs: KeypairService(
                    keypairs: parts.stores.keypairs, keys: CryptoKeyMaker(world: parts.world),
                    settings: parts.settings, world: parts.world)),
            HypervisorsResource(
                hypervisors: HypervisorService(
                    hosts: parts.stores.hosts, servers: parts.stores.servers, settings: parts.settings,
                    world: parts.world)),
            ServicesResource(hosts: hosts), AvailabilityZonesResource(hosts: hosts), AggregatesResource(),
            LimitsResource(quotas: QuotaService(servers: parts.stores.servers, settings: parts.settings)),
            ExtensionsResource(), VersionsResource(), RemovedResource(),
        ]
    }
}

/// A version to ask for, and the one whose sample the answer must equal.
struct Epoch: Sendable, CustomTestStringConvertible {
    let version: String
    let sample: String

    var testDescription: String { version }

    /// Legacy v2, and the first and last version of each run that begins at one of `starts` (minor numbers).
    static func all(_ starts: Int..., until last: Int = 104, legacy: Bool = true) -> [Epoch] {
        var epochs = legacy ? [Epoch(version: "v2", sample: "v2")] : []
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] - 1 : last
            epochs.append(Epoch(version: "2.\(start)", sample: "2.\(start)"))
            if end > start { epochs.append(Epoch(version: "2.\(end)", sample: "2.\(start)")) }
        }
        return epochs
    }
}
