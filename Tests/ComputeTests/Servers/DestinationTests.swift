import AerieTestSupport
import Store
import Testing

@testable import Compute

@Suite("Where a create wants its servers")
struct DestinationTests {
    private static func destination(
        _ cloud: Cloud, admin: Bool = true, _ fill: (inout CreateServerRequest) -> Void
    ) async throws(ComputeError) -> Destination {
        var request = CreateServerRequest(name: "web", imageID: nil, flavorRef: "m1")
        request.permissions.forcedHost = admin
        request.permissions.requestedDestination = admin
        fill(&request)
        return try await Destination(request, hosts: cloud.bench.stores.hosts)
    }

    @Test(
        "A zone has four forms",
        arguments: [
            (nil, nil, nil), ("", nil, nil), ("nova", "nova", nil), ("nova:node-1", "nova", "node-1"),
            ("nova:node-1:node-1", "nova", "node-1"), ("nova::node-1", "nova", "node-1"), (":node-1", nil, "node-1"),
            ("nova:", "nova", nil), ("nova::", "nova", nil),
        ] as [(String?, String?, String?)])
    func forms(text: String?, zone: String?, host: String?) async throws {
        try await Cloud.with { cloud in
            let destination = try await Self.destination(cloud) { $0.availabilityZone = text }
            #expect(destination.zone == zone && destination.host?.text == host)
        }
    }

    @Test("More parts than three are refused")
    func parts() async throws {
        try await Cloud.with { cloud in
            await cloud.expect(.invalid("Unable to parse availability_zone: 'a:b:c:d'")) {
                $0.availabilityZone = "a:b:c:d"
            }
        }
    }

    @Test("Naming a host needs permission")
    func permission() async throws {
        try await Cloud.with { cloud in
            await cloud.expect(
                .forbidden("Policy doesn't allow os_compute_api:servers:create:forced_host to be performed.")
            ) { $0.availabilityZone = "nova:node-1" }
            for fill in [{ $0.host = "node-1" }, { $0.hypervisorHostname = "node-1" }]
                as [(inout CreateServerRequest) -> Void]
            {
                await cloud.expect(
                    .forbidden(
                        "Policy doesn't allow compute:servers:create:requested_destination to be performed."), fill)
            }
        }
    }

    @Test("A host is named in one way only")
    func twice() async throws {
        try await Cloud.with { cloud in
            await #expect(
                throws: ComputeError.invalid(
                    "A host cannot be named both in availability_zone and in host or hypervisor_hostname.")
            ) {
                _ = try await Self.destination(cloud) {
                    $0.availabilityZone = "nova:node-1"
                    $0.host = "node-1"
                }
            }
        }
    }

    @Test("The host must be known, under both of its names where both are given")
    func unknown() async throws {
        try await Cloud.with { cloud in
            for (host, node, named) in [("x", nil, "x"), (nil, "x", "x"), ("node-1", "x", "node-1")]
                as [(String?, String?, String)]
            {
                await #expect(throws: ComputeError.invalid("Compute host \(named) could not be found.")) {
                    _ = try await Self.destination(cloud) {
                        $0.host = host
                        $0.hypervisorHostname = node
                    }
                }
            }
            let found = try await Self.destination(cloud) { $0.hypervisorHostname = "node-1" }
            #expect(found.host == Bench.host)
        }
    }

    @Test("A server that must be on one host fails rather than go to another")
    func onlyHost() async throws {
        try await Cloud.with { cloud in
            let other = HostRecord(
                name: HostName("node-2"), serviceID: "s2", nodeID: "n2", zone: "nova",
                createdAt: cloud.bench.world.now())
            _ = try await cloud.bench.stores.hosts.register(other)
            let server = try await cloud.create {
                $0.host = "node-2"
                $0.permissions.requestedDestination = true
            }.servers[0]
            try await cloud.bench.runUntilIdle()
            let ended = try await cloud.bench.server(server.id)
            #expect(ended.vmState == .error && ended.host == nil)
            #expect(ended.fault?.message == "No valid host was found.")
        }
    }
}
