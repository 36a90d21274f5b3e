import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite("Resize, its confirmation and its revert, and migrate")
struct ServerResizeTests {
    private static let id = TestCompute.id(1)
    private let path = "servers/\(Self.id)"

    private static func with(
        _ change: (inout ComputeSettings) -> Void = { _ in }, _ body: (TestCompute) async throws -> Void
    ) async throws {
        try await TestCompute.withServers(change) { cloud in
            for (id, fill) in flavors {
                var flavor = FlavorRecord(id: id, name: id, vcpus: 2, ram: 1024, disk: 2, createdAt: cloud.clock.now)
                fill(&flavor)
                try await cloud.stores.flavors.create(flavor)
            }
            try await body(cloud)
        }
    }

    private static var flavors: [(String, (inout FlavorRecord) -> Void)] {
        [
            ("2", { _ in }), ("gone", { $0.isDisabled = true }), ("secret", { $0.isPublic = false }),
            ("diskless", { $0.disk = 0 }), ("odd", { $0.extraSpecs = ["hw:watchdog_action": "bark"] }),
            ("small", { $0.ram = 64 }),
        ]
    }

    private func act(
        _ body: String, as sender: TestCompute.Sender = .member, version: String? = nil, on cloud: TestCompute
    ) async throws -> TestResponse {
        try await cloud.send(.post, path + "/action", as: sender, version: version, body: body)
    }

    private func server(_ cloud: TestCompute) async throws -> ServerRecord {
        try await cloud.stores.servers.server(Self.id, in: .everything, facets: [], includingDeleted: false)
    }

    private static func resized(_ server: inout ServerRecord) {
        var new = server.flavor
        new.id = "2"
        var resize = ServerResize(old: server.flavor, new: new, wasActive: true)
        resize.status = .finished
        server.flavor = new
        server.vmState = .resized
        server.resize = resize
    }

    @Test("A resize is accepted at every version, with a number or a text for a flavor, and under the old name")
    func accepted() async throws {
        for (version, place, flavor) in [
            ("v2", "servers", #""2""#), ("2.1", "servers", "2"), ("2.102", "os-volumes_boot", #""2""#),
            ("2.104", "servers", #""http://cloud/flavors/2""#),
        ] {
            try await Self.with { cloud in
                try await cloud.add(1)
                let answer = try await cloud.send(
                    .post, "\(place)/\(Self.id)/action", version: version,
                    body: #"{"resize": {"flavorRef": \#(flavor), "OS-DCF:diskConfig": "AUTO"}}"#)
                #expect(answer.status == .accepted && answer.text == "", "\(version): \(answer.text)")
                let server = try await server(cloud)
                #expect(server.status == .resize && server.taskState == .resizePrep && server.automaticDiskConfig)
                #expect(server.flavor.id == "1" && server.resize?.new.id == "2" && server.resize?.wasActive == true)
                let shown = try await cloud.send(.get, path, version: "2.47").json?[key: "server"]
                #expect(shown?[key: "status"] == "RESIZE")
                #expect(shown?[key: "flavor"]?[key: "original_name"] == "m1.tiny")
                let gone = try await cloud.send(
                    .post, "os-volumes_boot/\(Self.id)/action", version: "2.103",
                    body: #"{"resize": {"flavorRef": "2"}}"#)
                #expect(gone.status == .notFound)
            }
        }
    }

    @Test(
        "What is wrong with a resize is told, and changes nothing",
        arguments: [
            (#"{"flavorRef": "1"}"#, 400, "When resizing, instances must change flavor!"),
            (#"{"flavorRef": "none"}"#, 400, "Flavor none could not be found."),
            (#"{"flavorRef": "gone"}"#, 400, "Flavor gone could not be found."),
            (#"{"flavorRef": "secret"}"#, 400, "Flavor secret could not be found."),
            (#"{"flavorRef": "diskless"}"#, 400, "zero disk flavor is not allowed"),
            (#"{"flavorRef": "odd"}"#, 400, "hw:watchdog_action"),
            (#"{"flavorRef": "small"}"#, 400, "Flavor's memory is too small for requested image."),
            (#"{"flavorRef": "2", "OS-DCF:diskConfig": "AUTO"}"#, 400, "automatic disk resize disabled"),
            (#"{"flavorRef": ""}"#, 400, "flavorRef"), (#"{}"#, 400, "flavorRef"), ("null", 400, ""),
            (#"{"flavorRef": "2", "OS-DCF:diskConfig": "auto"}"#, 400, "OS-DCF:diskConfig"),
            (#"{"flavorRef": "2", "size": 1}"#, 400, "size"),
        ])
    func refused(body: String, status: Int, message: String) async throws {
        try await Self.with { cloud in
            let before = try await cloud.add(1) {
                $0.image?.properties["auto_disk_config"] = "disabled"
                $0.image?.minRAM = 128
            }
            let answer = try await act(#"{"resize": \#(body)}"#, on: cloud)
            #expect(answer.status.code == status)
            #expect(answer.message?.contains(message) == true, "\(answer.text)")
            let after = try await server(cloud)
            #expect(after.taskState == nil && after.resize == nil && after.flavor == before.flavor)
            #expect(try await cloud.stores.servers.actions(of: Self.id, ActionQuery(page: Page(limit: 9))).isEmpty)
        }
    }

    @Test("A flavor beyond the quota is 403, a wrong state or a host that is down 409")
    func limits() async throws {
        try await Self.with({ $0.limits.ram = 600 }) { cloud in
            try await cloud.add(1)
            let answer = try await act(#"{"resize": {"flavorRef": "2"}}"#, on: cloud)
            #expect(answer.status == .forbidden)
            #expect(answer.message == "Quota exceeded for ram: Requested 512, but already used 512 of 600 ram")
        }
        try await Self.with { cloud in
            try await cloud.add(1) { $0.vmState = .paused }
            for (body, word) in [
                (#"{"resize": {"flavorRef": "none"}}"#, "resize"), (#"{"migrate": null}"#, "migrate"),
                (#"{"confirmResize": null}"#, "confirmResize"), (#"{"revertResize": null}"#, "revertResize"),
            ] {
                let answer = try await act(body, as: .admin, on: cloud)
                #expect(answer.status == .conflict)
                #expect(answer.message == "Cannot '\(word)' instance \(Self.id) while it is in vm_state paused")
            }
        }
        try await Self.with { cloud in
            try await cloud.add(1)
            cloud.clock.advance(seconds: 3600)
            for body in [#"{"resize": {"flavorRef": "2"}}"#, #"{"migrate": null}"#] {
                let answer = try await act(body, as: .admin, on: cloud)
                #expect(answer.status == .conflict && answer.message == "Service is unavailable at this time.")
            }
        }
    }

    @Test("A confirmation is 204, a revert 202, and either only once")
    func ends() async throws {
        for (action, status) in [("confirmResize", 204), ("revertResize", 202)] {
            try await Self.with { cloud in
                try await cloud.add(1, Self.resized)
                #expect(try await cloud.send(.get, path).json?[key: "server"]?[key: "status"] == "VERIFY_RESIZE")
                #expect(try await act(#"{"os-stop": null}"#, on: cloud).status == .conflict)
                #expect(try await act(#"{"reboot": {"type": "HARD"}}"#, on: cloud).status == .conflict)
                #expect(try await act(#"{"\#(action)": null}"#, as: .reader, on: cloud).status == .forbidden)
                #expect(try await act(#"{"\#(action)": null}"#, as: .stranger, on: cloud).status == .notFound)
                #expect(try await act(#"{"\#(action)": {"any": 1}}"#, on: cloud).status.code == status)
                #expect(try await [400, 409].contains(act(#"{"\#(action)": null}"#, on: cloud).status.code))
                #expect(try await [400, 409].contains(act(#"{"revertResize": null}"#, on: cloud).status.code))
                let server = try await server(cloud)
                #expect(server.status == (status == 204 ? .verifyResize : .revertResize))
            }
        }
    }

    @Test("A server that waits for nothing has not been resized")
    func lostResize() async throws {
        try await Self.with { cloud in
            try await cloud.add(1) { $0.vmState = .resized }
            for action in ["confirmResize", "revertResize"] {
                let answer = try await act(#"{"\#(action)": null}"#, on: cloud)
                #expect(answer.status == .badRequest && answer.message == "Instance has not been resized.")
            }
        }
    }

    @Test("A migration takes a host since 2.56, an administrator's, which must be another one")
    func migrate() async throws {
        for (body, version, sender, status) in [
            ("null", "2.1", TestCompute.Sender.admin, 202), (#"{"host": "host-1"}"#, "2.55", .admin, 202),
            ("null", "2.56", .admin, 202), (#"{"host": null}"#, "2.56", .admin, 202),
            (#"{"host": "host-1"}"#, "2.56", .admin, 400), (#"{"host": "none"}"#, "2.104", .admin, 400),
            (#"{"host": "a b"}"#, "2.56", .admin, 400), (#"{"zone": "a"}"#, "2.56", .admin, 400),
            ("1", "2.56", .admin, 400), ("null", "2.56", .member, 403), (#"{"host": "none"}"#, "2.56", .member, 403),
        ] {
            try await Self.with { cloud in
                try await cloud.add(1)
                let answer = try await act(#"{"migrate": \#(body)}"#, as: sender, version: version, on: cloud)
                #expect(answer.status.code == status, "\(body) at \(version): \(answer.text)")
                #expect(try await (server(cloud).taskState == .resizePrep) == (status == 202))
            }
        }
    }
}
