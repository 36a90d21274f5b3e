import AerieTestSupport
import Compute
import ComputeAPI
import DurableActions
import FoundationEssentials
import HTTPAPI
import Logging
import Store

extension TestCompute {
    static let agentImage = ImageID("70a599e0-31e7-49b7-b260-868f441e8a9e")

    static func modelResources(_ parts: TestComputeParts) -> [any Resource] {
        let quotas = QuotaService(servers: parts.stores.servers, settings: parts.settings)
        return serverResources(parts) + [LimitsResource(quotas: quotas)]
    }

    /// More flavors, and an image with a guest agent.
    func furnishForModel() async throws {
        for size in ModelSize.all.dropFirst() {
            var flavor = Self.flavor(at: clock.now)
            (flavor.id, flavor.name) = (size.flavor, size.name)
            (flavor.vcpus, flavor.ram, flavor.disk) = (size.cores, size.ram, size.disk)
            try await stores.flavors.create(flavor)
        }
        var image = try await stores.images.image(Self.image, in: .everything)
        image.id = Self.agentImage
        image.properties["hw_qemu_guest_agent"] = "yes"
        try await stores.images.create(image)
    }

    /// Runs the actions of every kind there is on the hypervisor and the disks in memory; pauses take no time.
    func runner(_ log: GatedLog) throws -> ActionRunner<ComputeChange> {
        var registry = ActionRegistry<ComputeChange>()
        try registry.registerServerActions(
            ServerActionEnvironment(
                servers: stores.servers, networks: stores.networks, driver: driver, disks: disks,
                images: ImageService(images: stores.images, files: FakeImageFiles(), world: world), owners: Owners(),
                settings: settings, world: world, clock: CrashMatrix.Clock()))
        return ActionRunner(
            host: Self.host.text, log: log, registry: registry,
            settings: ActionRunnerSettings(limits: [:], defaultLimit: 100, pollInterval: CrashMatrix.Clock.long),
            clock: CrashMatrix.Clock(),
            now: { [clock] in Date(timeIntervalSince1970: Double(clock.now.microseconds) / 1_000_000) },
            logger: CrashMatrix.Bench.silent)
    }
}

private struct Owners: OwnerDirectory {
    func names(user: UserID, project: ProjectID) async -> OwnerNames { OwnerNames(user: "user", project: "project") }
}
