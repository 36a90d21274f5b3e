import Compute
import Store
import Testing

extension StoreConformance {
    static var serverChecks: [Check] {
        [
            Check("a server comes back as it was created, with the facets asked for") { sample in
                let template = fullServer(sample)
                let created = try #require(try await sample.create(template).first)
                #expect(created.number > 0)
                var wanted = template
                wanted.number = created.number
                #expect(created == wanted)
                #expect(try await sample.show(template.id) == wanted)
                var bare = wanted
                bare.metadata = [:]
                bare.tags = []
                bare.userData = nil
                bare.fault = nil
                #expect(try await sample.show(template.id, facets: []) == bare)
                bare.tags = wanted.tags
                #expect(try await sample.show(template.id, facets: .tags) == bare)
            },
            Check("names keep every character, NUL and the empty text included") { sample in
                for name in ["", "a\u{0}b", "'; DROP TABLE servers; --", "日本 🐧 e\u{301}", "%_\\"] {
                    let server = sample.server(name) {
                        $0.summary = name
                        $0.metadata = ["k": name]
                    }
                    try await sample.create(server)
                    let found = try await sample.show(server.id)
                    #expect(Array(found.name.unicodeScalars) == Array(name.unicodeScalars))
                    #expect(found.summary == name)
                    #expect(found.metadata == ["k": name])
                }
            },
            Check("a server of another project is not found") { sample in
                let server = sample.server()
                try await sample.create(server)
                await #expect(throws: ComputeError.noServer(server.id)) {
                    _ = try await sample.stores.servers.server(
                        server.id, in: .project(StoreSample.otherProject), facets: [], includingDeleted: false)
                }
            },
            Check("a deleted server is hidden, keeps its metadata and tags, and gives its number to nobody") { sample in
                let server = sample.server {
                    $0.metadata = ["a": "b"]; $0.tags = ["x"]
                }
                let number = try #require(try await sample.create(server).first).number
                let gone = sample.world.now()
                try await sample.change(server.id) {
                    $0.vmState = .set(.deleted)
                    $0.deletedAt = .set(gone)
                }
                await #expect(throws: ComputeError.noServer(server.id)) { _ = try await sample.show(server.id) }
                await #expect(throws: ComputeError.noServer(server.id)) {
                    try await sample.change(server.id) { $0.progress = .set(1) }
                }
                let found = try await sample.show(server.id, includingDeleted: true)
                #expect(found.deletedAt == gone)
                #expect(found.metadata == ["a": "b"])
                #expect(found.tags == ["x"])
                #expect(try await sample.list().isEmpty)
                #expect(try await sample.list { $0.deleted = .only }.map(\.id) == [server.id])
                let next = try #require(try await sample.create(sample.server()).first)
                #expect(next.number > number)
            },
            Check("a change writes every field it sets and moves updated_at") { sample in
                let server = sample.server {
                    $0.metadata = ["old": "1"]; $0.tags = ["t"]
                }
                try await sample.create(server)
                let old = try await sample.show(server.id)
                let change = fullChange(at: sample.world.now())
                let answered = try await sample.stores.servers.change(server.id, in: .everything, facets: .all) { _ in
                    ServerDecision(change: change)
                }
                var wanted = old
                change.apply(to: &wanted, at: answered.updatedAt)
                #expect(answered == wanted)
                #expect(answered.updatedAt > old.updatedAt)
                #expect(try await sample.show(server.id) == wanted)
            },
            Check("a decision that throws changes nothing") { sample in
                let server = sample.server()
                try await sample.create(server)
                let before = try await sample.show(server.id)
                await #expect(throws: ComputeError.conflict("no")) {
                    _ = try await sample.stores.servers.change(server.id, in: .everything, facets: []) {
                        _ throws(ComputeError) in throw .conflict("no")
                    }
                }
                #expect(try await sample.show(server.id) == before)
            },
            Check("of many concurrent changes that compare and set, exactly one wins") { sample in
                let server = sample.server {
                    $0.taskState = nil; $0.vmState = .active
                }
                try await sample.create(server)
                let wins = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            let result: Void? = try? await claimTask(server.id, in: sample)
                            return result != nil
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(wins == 1)
                #expect(try await sample.show(server.id).taskState == .poweringOff)
            },
            Check("a host is claimed once, and candidates show what their servers hold") { sample in
                let host = try await sample.register("node-1", zone: "east")
                let first = sample.server("one")
                let second = sample.server("two")
                try await sample.create(first, second)
                let placed = try await sample.stores.servers.claimHost(for: first.id) { server, candidates in
                    #expect(server.id == first.id)
                    #expect(candidates.map(\.usage) == [HostUsage()])
                    return HostChoice(host: candidates[0].host)
                }
                #expect(placed.host == host.name)
                #expect(placed.availabilityZone == "east")
                _ = try await sample.stores.servers.claimHost(for: second.id) { _, candidates in
                    #expect(
                        candidates.map(\.usage) == [HostUsage(servers: 1, vcpus: 2, memoryMB: 512, diskGB: 11, busy: 1)]
                    )
                    return HostChoice(host: candidates[0].host)
                }
                await #expect(throws: ComputeError.conflict("full")) {
                    let third = sample.server("three")
                    try await sample.create(third)
                    _ = try await sample.stores.servers.claimHost(for: third.id) {
                        _, _ throws(ComputeError) in throw .conflict("full")
                    }
                }
                let numbers = try await sample.stores.servers.servers(on: host.name, facets: []).map(\.name)
                #expect(numbers == ["one", "two"])
                let homeless = try await sample.stores.servers.servers(on: nil, facets: []).map(\.name)
                #expect(homeless == ["three"])
                let count = try await sample.stores.servers.serverCount(usingBase: StoreSample.image.id, on: host.name)
                #expect(count == 2)
            },
        ]
    }

    private static func claimTask(_ id: ServerID, in sample: StoreSample) async throws {
        _ = try await sample.stores.servers.change(id, in: .everything, facets: []) { server throws(ComputeError) in
            guard server.taskState == nil else { throw .conflict("busy") }
            return ServerDecision(change: ServerChange { $0.taskState = .set(.poweringOff) })
        }
    }

    private static func fullServer(_ sample: StoreSample) -> ServerRecord {
        sample.server("full") {
            $0.summary = "text"
            $0.progress = 7
            $0.fault = ServerFault(code: 500, message: "m", details: "d", createdAt: sample.world.now())
            $0.availabilityZone = "zone"
            $0.pinnedAvailabilityZone = "zone"
            $0.keyName = "key"
            $0.keyData = "ssh-ed25519 AAAA"
            $0.configDrive = true
            $0.accessIPv4 = "198.51.100.7"
            $0.accessIPv6 = "2001:db8::1"
            $0.automaticDiskConfig = true
            $0.launchIndex = 3
            $0.trustedImageCertificates = ["c1", "c2"]
            $0.schedulerHints = "{\"a\":1}"
            $0.metadata = ["k": "v", "": "empty"]
            $0.tags = ["a", "b"]
            $0.userData = "aGVsbG8="
            $0.shelf = ServerShelf(
                image: ImageID("dddddddd-0000-4000-8000-000000000001"), since: sample.world.now(),
                written: sample.world.now().adding(seconds: -9))
            var larger = $0.flavor
            larger.id = "larger"
            $0.resize = ServerResize(old: $0.flavor, new: larger, wasActive: false)
        }
    }

    private static func fullChange(at now: Timestamp) -> ServerChange {
        let larger = ServerFlavor(
            id: "larger", name: "larger", vcpus: 64, ram: 65_536, disk: 500, ephemeral: 7, swap: 64,
            extraSpecs: ["a": "b"])
        return ServerChange {
            $0.vmState = .set(.error)
            $0.taskState = .set(.rebooting)
            $0.powerState = .set(.crashed)
            $0.progress = .set(50)
            $0.fault = .set(ServerFault(code: 400, message: "bad", details: "why", createdAt: now))
            $0.host = .set(HostName("h"))
            $0.node = .set("n")
            $0.availabilityZone = .set("z")
            $0.launchedAt = .set(now)
            $0.terminatedAt = .set(now)
            $0.shelf = .set(
                ServerShelf(image: ImageID("dddddddd-0000-4000-8000-000000000002"), since: now, written: now))
            $0.machineType = .set("q35")
            $0.virtType = .set(.qemu)
            $0.rootDeviceName = .set("/dev/vda")
            $0.flavor = .set(larger)
            $0.resize = .set(ServerResize(old: larger, new: larger, wasActive: true))
            $0.resizeStatus = .set(.finished)
            $0.name = .set("new")
            $0.hostname = .set("newhost")
            $0.summary = .set("described")
            $0.accessIPv4 = .set("198.51.100.9")
            $0.accessIPv6 = .set("2001:db8::9")
            $0.automaticDiskConfig = .set(true)
            $0.pinnedAvailabilityZone = .set("z")
            $0.lock = .set(ServerLock(holder: .admin, reason: "because"))
            $0.metadata = .set(["new": "2", "more": "3"])
            $0.tags = .set(["p", "q"])
        }
    }
}
