import AerieTestSupport
import Compute
import Store
import Synchronization
import Testing

@Suite("What a rebuild makes of a server")
struct RebuildTests {
    @Test("A rebuilt server has the new image, name and user data, and keeps its id, ports, addresses and flavor")
    func whole() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            let before = try await cloud.bench.server(id)
            let ports = try await cloud.bench.stores.networks.ports(of: id)
            try await cloud.bench.rebuild(id) {
                $0.metadata = ["a": "b"]
                $0.summary = .set("words")
                $0.hostname = "host"
            }
            #expect(try await cloud.bench.server(id).image == before.image)
            try await cloud.bench.runUntilIdle()
            let after = try await cloud.bench.server(id)
            #expect(after.image?.id == Bench.otherImage && after.name == "rebuilt" && after.userData == "bmV3")
            #expect(after.metadata == ["a": "b"] && after.summary == "words" && after.hostname == "host")
            #expect(after.vmState == .active && after.taskState == nil && after.powerState == .running)
            #expect(after.flavor == before.flavor && after.createdAt == before.createdAt)
            #expect(try await cloud.bench.stores.networks.ports(of: id) == ports)
            #expect(try #require(after.launchedAt) > #require(before.launchedAt))
            let drive = try #require(cloud.bench.disks.now.configDrives[id])
            #expect(drive.adminPassword == "new secret")
            #expect(cloud.bench.driver.now.guests[id]?.starts == 2)
        }
    }

    @Test("What is not named stays, and null takes away")
    func kept() async throws {
        try await Cloud.with { cloud in
            try await cloud.bench.stores.keypairs.addKey(named: "key", of: Bench.user)
            var request = cloud.bench.request()
            (request.keyName, request.userData, request.summary) = ("key", "b2xk", "old")
            request.trustedImageCertificates = ["certificate"]
            request.metadata = ["old": "yes"]
            let id = try await cloud.bench.create(request)
            try await cloud.bench.runUntilIdle()
            try await cloud.rebuild(id) { _ in }
            var server = try await cloud.bench.server(id)
            #expect(server.keyName == "key" && server.keyData == "ssh-rsa A" && server.userData == "b2xk")
            #expect(server.summary == "old" && server.trustedImageCertificates == ["certificate"])
            #expect(server.metadata == ["old": "yes"] && server.name == "web")
            try await cloud.rebuild(id) {
                ($0.keyName, $0.userData, $0.summary) = (.set(nil), .set(nil), .set(nil))
                $0.trustedImageCertificates = .set(nil)
                $0.metadata = [:]
            }
            server = try await cloud.bench.server(id)
            #expect(server.keyName == nil && server.keyData == nil && server.userData == nil)
            #expect(server.summary == nil && server.trustedImageCertificates == nil && server.metadata == [:])
        }
    }

    @Test("A stopped server is not started")
    func stopped() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.stopped()
            let starts = cloud.bench.driver.now.guests[id]?.starts
            try await cloud.bench.rebuild(id)
            try await cloud.bench.runUntilIdle()
            let end = try await cloud.bench.end(of: id)
            #expect(end.vmState == .stopped && end.powerState == .shutdown && end.guestPower == .shutdown)
            #expect(end.guestStarts == starts)
            #expect(
                end.actions.first
                    == "rebuild: rebuild_server=Success, compute_rebuild_instance=Success, compute_stop_instance=Success"
            )
        }
    }

    @Test("A server in ERROR whose disk is lost comes back")
    func broken() async throws {
        try await Cloud.with { cloud in
            let id = try await CrashScenarios.broken(cloud.bench)
            try await cloud.bench.rebuild(id)
            try await cloud.bench.runUntilIdle()
            let end = try await cloud.bench.end(of: id)
            #expect(end.vmState == .active && end.guestPower == .running && end.hasDisks && end.fault == nil)
        }
    }

    @Test("A rebuild that can be taken back but for the firmware's variables has the old record with the old disk")
    func halfBack() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            let before = try await cloud.bench.server(id)
            try await cloud.bench.rebuild(id)
            cloud.bench.calls.watch { call in
                switch call.name {
                case "start": .failed("No.")
                case "returnState": .failed("No room.")
                default: nil
                }
            }
            try await cloud.bench.runUntilIdle()
            let after = try await cloud.bench.server(id)
            #expect(after.vmState == .error && after.taskState == nil)
            #expect(after.image == before.image && after.name == before.name)
        }
    }

    @Test("A rebuild that fails leaves the old guest running on its old disk, and the record as it was")
    func failing() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            let before = try await cloud.bench.end(of: id)
            try await cloud.bench.rebuild(id)
            let hasFailed = Mutex(false)
            cloud.bench.calls.watch { call in
                guard call.name == "start", !hasFailed.withLock({ $0 }) else { return nil }
                hasFailed.withLock { $0 = true }
                return .failed("No.")
            }
            try await cloud.bench.runUntilIdle()
            let end = try await cloud.bench.end(of: id)
            #expect(end.vmState == .active && end.guestPower == .running && end.taskState == nil)
            #expect(end.made == before.made && end.plan == before.plan && end.configDrive == before.configDrive)
            #expect(end.fault == "The hypervisor refused the operation. The host's operator can see why.")
            #expect(end.actions.first == "rebuild failed: rebuild_server=Success, compute_rebuild_instance=Error")
            #expect(try await cloud.bench.strays() == [])
        }
    }

    @Test("A guest that somebody starts while its disks are to be exchanged is ended first", arguments: [true, false])
    func started(staysOff: Bool) async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await staysOff ? bench.stopped() : bench.active()
            try await bench.rebuild(id)
            let seen = Mutex<[PowerState?]>([])
            bench.calls.watch { call in
                if call.name == "destroy", seen.withLock({ $0.isEmpty }) {
                    bench.driver.change { $0.guests[id]?.power = .running }
                    seen.withLock { $0.append(.running) }
                }
                if ["keepState", "adoptRebuild"].contains(call.name) {
                    seen.withLock { $0.append(bench.driver.now.guests[id]?.power) }
                }
                return nil
            }
            try await bench.runUntilIdle()
            #expect(seen.withLock { $0 } == [.running, .shutdown, .shutdown])
            #expect(try await bench.server(id).vmState == (staysOff ? .stopped : .active))
        }
    }

    @Test("What is kept of the firmware's variables and the TPM goes before the disks that they belong to")
    func order() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.active()
            try await bench.rebuild(id)
            let calls = Mutex<[String]>([])
            bench.calls.watch { call in
                calls.withLock { $0.append(call.name) }
                return nil
            }
            try await bench.runUntilIdle()
            let wanted = ["adoptRebuild", "forgetKeptState", "finishRebuild"]
            #expect(calls.withLock { $0 }.filter { wanted.contains($0) }.suffix(3) == wanted)
        }
    }

    @Test("What a user changes while a rebuild runs stays, unless the rebuild names it")
    func meanwhile() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            try await cloud.bench.rebuild(id)
            _ = try await cloud.service.addMetadata(
                ["new": "yes"], to: id, in: .everything, origin: cloud.bench.origin())
            try await cloud.bench.runUntilIdle()
            #expect(try await cloud.bench.server(id).metadata == ["new": "yes"])
        }
    }
}

extension Cloud {
    /// Rebuilds from the image that the server has, and waits for the end.
    func rebuild(_ id: ServerID, _ fill: (inout RebuildRequest) -> Void) async throws {
        var request = RebuildRequest(image: Bench.image)
        fill(&request)
        _ = try await service.rebuild(
            id, request, user: Bench.user, in: .everything, with: [], origin: bench.origin())
        try await bench.runUntilIdle()
    }
}
