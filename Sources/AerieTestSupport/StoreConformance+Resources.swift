import Compute
import Store
import Testing

extension StoreConformance {
    static var resourceChecks: [Check] { flavorChecks + keypairChecks + imageChecks + hostChecks }

    private static var flavorChecks: [Check] {
        [
            Check("flavors come back whole, and neither id nor name is given twice") { sample in
                let store = sample.stores.flavors
                let flavor = flavor("1", "small", in: sample) {
                    $0.extraSpecs = ["a": "1"]; $0.summary = "s"
                }
                try await store.create(flavor)
                #expect(try await store.flavor("1") == flavor)
                await #expect(throws: ComputeError.conflict("Flavor with ID 1 already exists.")) {
                    try await store.create(self.flavor("1", "other", in: sample))
                }
                await #expect(throws: ComputeError.conflict("Flavor with name small already exists.")) {
                    try await store.create(self.flavor("2", "small", in: sample))
                }
                try await store.delete("1")
                await #expect(throws: ComputeError.notFound(kind: "Flavor", id: "1")) {
                    _ = try await store.flavor("1")
                }
                await #expect(throws: ComputeError.notFound(kind: "Flavor", id: "1")) { try await store.delete("1") }
            },
            Check("extra specs are added, overwritten and removed one by one") { sample in
                let store = sample.stores.flavors
                try await store.create(flavor("1", "small", in: sample) { $0.extraSpecs = ["a": "1"] })
                #expect(try await store.addExtraSpecs(["a": "2", "b": "3"], to: "1") == ["a": "2", "b": "3"])
                try await store.removeExtraSpec("a", from: "1")
                await #expect(throws: ComputeError.missing("Flavor 1 has no extra specs with key a.")) {
                    try await store.removeExtraSpec("a", from: "1")
                }
                #expect(try await store.setDescription("new", of: "1").summary == "new")
                #expect(try await store.flavor("1").extraSpecs == ["b": "3"])
            },
            Check("private flavors are seen by those who have access") { sample in
                let store = sample.stores.flavors
                try await store.create(flavor("pub", "public", in: sample))
                try await store.create(flavor("priv", "private", in: sample) { $0.isPublic = false })
                try await store.create(flavor("off", "disabled", in: sample) { $0.isDisabled = true })
                let visible = FlavorQuery(visibility: .visible(to: StoreSample.project), page: Page(limit: 10))
                #expect(try await store.flavors(visible).map(\.id) == ["pub"])
                try await store.addAccess(StoreSample.project, to: "priv")
                #expect(try await store.flavors(visible).map(\.id) == ["priv", "pub"])
                #expect(try await store.access(to: "priv") == [StoreSample.project])
                #expect(try await store.hasAccess(StoreSample.project, to: "priv"))
                await #expect(throws: ComputeError.self) { try await store.addAccess(StoreSample.project, to: "priv") }
                try await store.removeAccess(StoreSample.project, from: "priv")
                await #expect(throws: ComputeError.self) {
                    try await store.removeAccess(StoreSample.project, from: "priv")
                }
                let all = FlavorQuery(visibility: .all, page: Page(limit: 10))
                #expect(try await store.flavors(all).map(\.id) == ["off", "priv", "pub"])
                let secret = FlavorQuery(visibility: .privateOnly, page: Page(limit: 10))
                #expect(try await store.flavors(secret).map(\.id) == ["priv"])
            },
            Check("flavors are paged and filtered by every key") { sample in
                let store = sample.stores.flavors
                for (index, ram) in [512, 64, 512, 2048].enumerated() {
                    try await store.create(flavor("f\(index)", "n\(index)", in: sample) { $0.ram = ram })
                }
                for key in FlavorQuery.SortKey.allCases {
                    for direction in [SortDirection.ascending, .descending] {
                        var query = FlavorQuery(visibility: .all, page: Page(limit: 100))
                        query.sortKey = key
                        query.direction = direction
                        let all = try await store.flavors(query).map(\.id)
                        query.page = Page(limit: 2)
                        let first = try await store.flavors(query).map(\.id)
                        query.page.marker = first.last
                        #expect(try await first + store.flavors(query).map(\.id) == all, "\(key)")
                        #expect(all.count == 4)
                    }
                }
                var query = FlavorQuery(visibility: .publicOnly, page: Page(limit: 100))
                query.minimumRAM = 512
                #expect(try await store.flavors(query).map(\.id) == ["f0", "f2", "f3"])
                query.page.marker = "nope"
                await #expect(throws: ComputeError.invalid("marker [nope] not found")) {
                    _ = try await store.flavors(query)
                }
            },
        ]
    }

    private static func flavor(
        _ id: String, _ name: String, in sample: StoreSample, _ fill: (inout FlavorRecord) -> Void = { _ in }
    ) -> FlavorRecord {
        var flavor = FlavorRecord(id: id, name: name, vcpus: 1, ram: 64, disk: 1, createdAt: sample.world.now())
        fill(&flavor)
        return flavor
    }

    private static var keypairChecks: [Check] {
        [
            Check("keypairs belong to their user, by name, within a quota") { sample in
                let store = sample.stores.keypairs
                func keypair(_ name: String) -> KeypairRecord {
                    KeypairRecord(
                        userID: StoreSample.user, name: name, kind: .ssh, publicKey: "ssh-rsa A", fingerprint: "aa:bb",
                        createdAt: sample.world.now())
                }
                let created = try await store.create(keypair("b"), limit: 2)
                #expect(created.number > 0)
                #expect(try await store.keypair("b", of: StoreSample.user) == created)
                await #expect(throws: ComputeError.conflict("Key pair 'b' already exists.")) {
                    _ = try await store.create(keypair("b"), limit: 2)
                }
                _ = try await store.create(keypair("a"), limit: 2)
                let full = ComputeError.overQuota([QuotaExcess("key_pairs", requested: "1", used: 2, limit: 2)])
                await #expect(throws: full) { _ = try await store.create(keypair("c"), limit: 2) }
                _ = try await store.create(keypair("c"), limit: -1)
                let page = try await store.keypairs(of: StoreSample.user, page: Page(limit: 2, marker: "a"))
                #expect(page.map(\.name) == ["b", "c"])
                #expect(try await store.keypairs(of: UserID("else"), page: Page(limit: 2)).isEmpty)
                try await store.delete("b", of: StoreSample.user)
                await #expect(throws: ComputeError.self) { try await store.delete("b", of: StoreSample.user) }
            }
        ]
    }

    private static var hostChecks: [Check] {
        [
            Check("a host keeps its numbers and ids when it registers again") { sample in
                let first = try await sample.register("node-1")
                let again = try await sample.register("node-1", zone: "east")
                #expect(again.number == first.number)
                #expect(again.serviceID == first.serviceID)
                #expect(again.zone == "east")
                let now = sample.world.now()
                let figures = HostFigures(
                    hypervisorHostname: "n", hypervisorType: "QEMU", hypervisorVersion: 1, hostIP: "192.0.2.9",
                    vcpus: 4,
                    memoryMB: 5, freeMemoryMB: 6, localGB: 7, freeDiskBytes: 8, overcommittedDiskBytes: 9,
                    cpu: HostCPU(
                        arch: "x86_64", model: "m", vendor: "v", cells: 1, sockets: 1, cores: 2, threads: 2,
                        features: ["vmx"]),
                    virtTypes: [.kvm], uptime: "up")
                try await sample.stores.hosts.report(first.name, at: now, figures: figures)
                try await sample.stores.hosts.report(first.name, at: now, figures: nil)
                try await sample.stores.hosts.setDisabled(true, reason: "because", of: first.name)
                let host = try #require(try await sample.stores.hosts.hosts().first)
                #expect(host.figures == figures)
                #expect(host.reportedAt == now)
                #expect(host.isDisabled && host.disabledReason == "because")
                await #expect(throws: ComputeError.self) {
                    try await sample.stores.hosts.report(HostName("none"), at: now, figures: nil)
                }
            }
        ]
    }
}
