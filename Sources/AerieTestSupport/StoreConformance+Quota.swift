import Compute
import Store
import Testing

extension StoreConformance {
    static var quotaChecks: [Check] {
        [
            Check("as many servers are created as the quota has room for, but at least the minimum") { sample in
                let limits = limits(instances: 3, in: sample)
                let servers = (0..<5).map { sample.server("s\($0)") }
                let created = try await sample.stores.servers.create(
                    try sample.plan(servers, minimum: 2, limits: limits))
                #expect(created.map(\.id) == servers.prefix(3).map(\.id))
                #expect(try await sample.list().count == 3)
                let usage = try await sample.stores.servers.usage(of: StoreSample.project)
                #expect(usage == ProjectUsage(instances: 3, cores: 6, ram: 1536))
            },
            Check("a request over the quota names the resource and leaves nothing behind") { sample in
                try await sample.create(sample.server("old"))
                let network = try await sample.network()
                var limits = sample.unlimited
                limits.cores = 5
                let wanted = ComputeError.overQuota([QuotaExcess("cores", requested: "4", used: 2, limit: 5)])
                await #expect(throws: wanted) {
                    try await sample.create(
                        sample.server("a"), sample.server("b"), ports: [port(on: network)], minimum: 2, limits: limits)
                }
                #expect(try await sample.list().map(\.name) == ["old"])
                #expect(try await sample.stores.networks.ports(in: .everything).isEmpty)
                #expect(try await sample.stores.actions.openRows(host: "node-1").count == 1)
            },
            Check("a request over several quotas names each, and what was asked for however much that is") { sample in
                try await sample.create(sample.server("old"))
                var limits = sample.unlimited
                limits.instances = 4
                limits.cores = 6
                var plan = try sample.plan((0..<5).map { sample.server("s\($0)") }, minimum: 3, limits: limits)
                plan.maximumCount = 400
                let asked = plan
                let wanted = ComputeError.overQuota([
                    QuotaExcess("cores", requested: "800", used: 2, limit: 6),
                    QuotaExcess("instances", requested: "3-400", used: 1, limit: 4),
                ])
                await #expect(throws: wanted) { _ = try await sample.stores.servers.create(asked) }
            },
            Check("concurrent creates never exceed the quota together") { sample in
                let limits = limits(instances: 7, in: sample)
                await withTaskGroup(of: Void.self) { group in
                    for index in 0..<20 {
                        group.addTask { _ = try? await sample.create(sample.server("s\(index)"), limits: limits) }
                    }
                }
                #expect(try await sample.list().count == 7)
                let numbers = try await sample.list().map(\.number)
                #expect(Set(numbers).count == 7)
            },
            Check("deleted and soft-deleted servers free their quota") { sample in
                let limits = limits(instances: 1, in: sample)
                let (first, second) = (sample.server("first"), sample.server("second"))
                try await sample.create(first, limits: limits)
                try await sample.change(first.id) { $0.vmState = .set(.softDeleted) }
                #expect(try await sample.stores.servers.usage(of: StoreSample.project) == ProjectUsage())
                try await sample.create(second, limits: limits)
                await #expect(throws: ComputeError.self) { try await sample.create(sample.server("x"), limits: limits) }
                let now = sample.world.now()
                try await sample.change(second.id) { $0.deletedAt = .set(now) }
                #expect(try await sample.create(sample.server("third"), limits: limits).count == 1)
            },
            Check("a server that is resized holds what both flavors need of the quota and the host") { sample in
                let host = try await sample.register("node-1", zone: "east")
                let server = sample.server { $0.host = host.name }
                try await sample.create(server)
                var larger = server.flavor
                (larger.id, larger.vcpus, larger.disk) = ("larger", larger.vcpus + 1, larger.disk + 5)
                let both = 2 * server.flavor.disk + 5 + 2 * server.flavor.ephemeral
                var requested = ServerResize(old: server.flavor, new: larger, wasActive: true)
                requested.status = .requested
                try await sample.change(server.id) { [requested] in $0.resize = .set(requested) }
                let before = try await sample.stores.servers.candidates().first?.usage
                #expect(before?.vcpus == server.flavor.vcpus && before?.memoryMB == server.flavor.ram)
                #expect(before?.diskGB == server.flavor.disk + server.flavor.ephemeral)
                let placed = try await sample.stores.servers.reclaim(for: server.id) { _, _ in nil }
                #expect(placed.resize?.status == .running)
                for flavor in [server.flavor, larger] {
                    try await sample.change(server.id) { $0.flavor = .set(flavor) }
                    let usage = try await sample.stores.servers.usage(of: StoreSample.project)
                    #expect(usage == ProjectUsage(instances: 1, cores: larger.vcpus, ram: larger.ram))
                    let candidates = try await sample.stores.servers.candidates()
                    #expect(candidates.map(\.usage.diskGB) == [both] && candidates[0].usage.vcpus == larger.vcpus)
                }
                try await sample.change(server.id) { $0.resize = .set(nil) }
                let held = try await sample.stores.servers.candidates().first?.usage
                #expect(held?.diskGB == larger.disk + larger.ephemeral)
            },
            Check("servers that are being restored take their quota from the moment it is accepted") { sample in
                let limits = limits(instances: 1, in: sample)
                let asides = [sample.server("first"), sample.server("second")]
                for aside in asides {
                    try await sample.create(aside)
                    try await sample.change(aside.id) { $0.vmState = .set(.softDeleted) }
                }
                let claim = QuotaClaim(ProjectUsage(instances: 1, cores: 2, ram: 512), limits: limits)
                let restore: @Sendable (ServerRecord) throws(ComputeError) -> ServerDecision = { _ in
                    ServerDecision(change: ServerChange { $0.taskState = .set(.restoring) }, claim: claim)
                }
                _ = try await sample.stores.servers.change(asides[0].id, in: .everything, facets: [], restore)
                await #expect(throws: ComputeError.self) {
                    _ = try await sample.stores.servers.change(asides[1].id, in: .everything, facets: [], restore)
                }
                await #expect(throws: ComputeError.self) { try await sample.create(sample.server("x"), limits: limits) }
            },
            Check("a change that claims more than the quota has is refused, and changes nothing") { sample in
                var limits = limits(instances: 1, in: sample)
                limits.ram = 600
                let (aside, other) = (sample.server("aside"), sample.server("other"))
                try await sample.create(aside)
                try await sample.change(aside.id) { $0.vmState = .set(.softDeleted) }
                let claim = QuotaClaim(ProjectUsage(instances: 1, cores: 2, ram: 512), limits: limits)
                let revive: @Sendable (ServerRecord) throws(ComputeError) -> ServerDecision = { _ in
                    ServerDecision(change: ServerChange { $0.vmState = .set(.active) }, claim: claim)
                }
                try await sample.create(other)
                let wanted = ComputeError.overQuota([
                    QuotaExcess("instances", requested: "1", used: 1, limit: 1),
                    QuotaExcess("ram", requested: "512", used: 512, limit: 600),
                ])
                await #expect(throws: wanted) {
                    _ = try await sample.stores.servers.change(aside.id, in: .everything, facets: [], revive)
                }
                #expect(try await sample.show(aside.id).vmState == .softDeleted)
                try await sample.change(other.id) { $0.vmState = .set(.softDeleted) }
                let revived = try await sample.stores.servers.change(aside.id, in: .everything, facets: [], revive)
                #expect(revived.vmState == .active)
            },
        ]
    }

    private static func limits(instances: Int, in sample: StoreSample) -> QuotaLimits {
        var limits = sample.unlimited
        limits.instances = instances
        return limits
    }

    static func port(on network: NetworkRecord, address: IPv4Address? = nil, tag: String? = nil) -> PortRequest {
        .new(network: network.id, address: address, tag: tag, securityGroups: ["default"])
    }
}
