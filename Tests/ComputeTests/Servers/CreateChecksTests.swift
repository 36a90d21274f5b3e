import AerieTestSupport
import Compute
import Store
import Testing

@Suite("What a create is refused for")
struct CreateChecksTests {
    @Test("A plain request is accepted")
    func plain() async throws {
        try await Cloud.with { cloud in await cloud.expect(nil) { _ in } }
    }

    @Test("Counts must fit each other")
    func counts() async throws {
        try await Cloud.with { cloud in
            await cloud.expect(.invalid("min_count must be <= max_count")) {
                $0.minimumCount = 3
                $0.maximumCount = 2
            }
            await cloud.expect(.invalid("Unable to allocate a single hostname to multiple instances")) {
                $0.maximumCount = 2
                $0.hostname = "one"
            }
        }
        try await Cloud.with(settings: { $0.limits.instances = -1 }) { cloud in
            await cloud.expect(.invalid("At most 1000 servers can be created at once.")) { $0.minimumCount = 1001 }
        }
    }

    @Test("Metadata and files are limited")
    func limits() async throws {
        try await Cloud.with { cloud in
            let items = Dictionary(uniqueKeysWithValues: (0...128).map { ("k\($0)", "v") })
            await cloud.expect(.forbidden("Maximum number of metadata items exceeds 128")) { $0.metadata = items }
            await cloud.expect(nil) { $0.metadata = items.filter { $0.key != "k0" } }
            func files(_ count: Int, path: Int = 5, contents: Int = 1) -> [InjectedFile] {
                Array(
                    repeating: InjectedFile(
                        path: String(repeating: "p", count: path), contents: Array(repeating: 0, count: contents)),
                    count: count)
            }
            await cloud.expect(.forbidden("Maximum number of injected files exceeds 5")) { $0.files = files(6) }
            await cloud.expect(.forbidden("Personality file path exceeds 255 bytes")) { $0.files = files(1, path: 256) }
            await cloud.expect(.forbidden("Personality file content exceeds 10240 bytes")) {
                $0.files = files(1, contents: 10241)
            }
            await cloud.expect(nil) { $0.files = files(5, path: 255, contents: 10240) }
        }
    }

    @Test("A flavor must be known, enabled and open to the project")
    func flavor() async throws {
        try await Cloud.with { cloud in
            try await cloud.addFlavor("off") { $0.isDisabled = true }
            try await cloud.addFlavor("private") { $0.isPublic = false }
            for id in ["unknown", "off", "private"] {
                await cloud.expect(.invalid("Flavor \(id) could not be found.")) {
                    $0.flavorRef = "http://x/flavors/\(id)"
                }
            }
            try await cloud.bench.stores.flavors.addAccess(Bench.project, to: "private")
            await cloud.expect(nil) { $0.flavorRef = "private" }
            await cloud.expect(nil) { $0.flavorRef = "http://x/v2.1/flavors/m1/" }
        }
    }

    @Test("A flavor without a disk needs permission")
    func zeroDisk() async throws {
        try await Cloud.with { cloud in
            try await cloud.addFlavor("zero") { $0.disk = 0 }
            await cloud.expect(.forbidden("Only volume-backed servers are allowed for flavors with zero disk.")) {
                $0.flavorRef = "zero"
            }
            await cloud.expect(nil) {
                $0.flavorRef = "zero"
                $0.permissions.zeroDiskFlavor = true
            }
        }
    }

    @Test("An image must be named, visible and active")
    func image() async throws {
        try await Cloud.with { cloud in
            try await cloud.addImage("other") {
                $0.owner = Cloud.otherProject
                $0.visibility = .private
            }
            try await cloud.addImage("queued") { $0.status = .queued }
            let missing = ComputeError.invalid("Invalid imageRef provided: Missing imageRef attribute")
            await cloud.expect(missing) { $0.imageID = nil }
            await cloud.expect(missing) { $0.imageID = "" }
            await cloud.expect(.invalid("Can not find requested image")) { $0.imageID = "unknown" }
            await cloud.expect(.invalid("Can not find requested image")) { $0.imageID = "other" }
            await cloud.expect(.invalid("Image queued is not active.")) { $0.imageID = "queued" }
        }
    }

    @Test("Kernel and ramdisk must be images that the project may use, and complete")
    func bootFiles() async throws {
        try await Cloud.with { cloud in
            try await cloud.addImage("foreign") {
                $0.owner = Cloud.otherProject
                $0.visibility = .private
            }
            try await cloud.addImage("unfinished") { $0.status = .queued }
            try await cloud.addImage("mine") { $0.diskFormat = .aki }
            for (property, id) in [("kernel_id", "foreign"), ("ramdisk_id", "foreign"), ("kernel_id", "unfinished")] {
                let name = "boots-\(property)-\(id)"
                try await cloud.addImage(name) { $0.properties[property] = id }
                await cloud.expect(.invalid("Image \(name) names \(id) as its \(property), which can't be used.")) {
                    $0.imageID = name
                }
            }
            try await cloud.addImage("boots") { $0.properties["kernel_id"] = "mine" }
            await cloud.expect(nil) { $0.imageID = "boots" }
        }
    }

    @Test("An image must fit its flavor")
    func imageFits() async throws {
        try await Cloud.with { cloud in
            try await cloud.addImage("hungry") { $0.minRAM = 513 }
            try await cloud.addImage("big") { $0.virtualSize = (10 << 30) + 1 }
            try await cloud.addImage("wide") { $0.minDisk = 11 }
            try await cloud.addImage("exact") {
                $0.minRAM = 512
                $0.minDisk = 10
                $0.virtualSize = 10 << 30
            }
            await cloud.expect(.invalid("Flavor's memory is too small for requested image.")) { $0.imageID = "hungry" }
            await cloud.expect(
                .invalid(
                    "Flavor's disk is too small for requested image. Flavor disk is 10737418240 bytes, image is 10737418241 bytes."
                )
            ) { $0.imageID = "big" }
            await cloud.expect(
                .invalid(
                    "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is 10737418240 bytes, minimum size is 11811160064 bytes."
                )
            ) { $0.imageID = "wide" }
            await cloud.expect(nil) { $0.imageID = "exact" }
        }
    }

    @Test("Properties that no guest can have, and a disk configuration that the image forbids, are refused")
    func properties() async throws {
        try await Cloud.with { cloud in
            try await cloud.addImage("odd") { $0.properties["hw_disk_bus"] = "punchcard" }
            try await cloud.addImage("manual") { $0.properties["auto_disk_config"] = "Disabled" }
            guard case .invalid(let text)? = await cloud.refusal({ $0.imageID = "odd" }) else {
                Issue.record("accepted")
                return
            }
            #expect(text.contains("hw_disk_bus"))
            await cloud.expect(.invalid("Requested image manual has automatic disk resize disabled.")) {
                $0.imageID = "manual"
                $0.automaticDiskConfig = true
            }
            await cloud.expect(nil) { $0.imageID = "manual" }
        }
    }

    @Test("Only the image's own root disk can be mapped")
    func blockDevices() async throws {
        try await Cloud.with { cloud in
            func map(
                _ source: BlockDeviceRequest.Source, _ destination: BlockDeviceRequest.Destination?, _ id: String?,
                _ index: Int?
            ) async -> ComputeError? {
                await cloud.refusal {
                    $0.blockDevices = [
                        BlockDeviceRequest(source: source, destination: destination, id: id, bootIndex: index)
                    ]
                }
            }
            let image = Bench.image.text
            #expect(await map(.image, .local, image, 0) == nil)
            let refusals = [
                await map(.volume, .volume, "v", 0), await map(.image, .volume, image, 0),
                await map(.image, .local, image, 1), await map(.image, .local, "another", 0),
                await map(.blank, .local, nil, -1), await map(.snapshot, nil, "s", 0),
            ]
            for refusal in refusals {
                #expect(refusal?.message.hasPrefix("Block Device Mapping is Invalid") == true)
            }
        }
    }

    @Test("A keypair must be the caller's own")
    func keypair() async throws {
        try await Cloud.with { cloud in
            _ = try await cloud.bench.stores.keypairs.create(
                KeypairRecord(
                    userID: Bench.user, name: "mine", kind: .ssh, publicKey: "ssh-ed25519 AAAA", fingerprint: "f",
                    createdAt: cloud.bench.world.now()), limit: -1)
            await cloud.expect(.invalid("Invalid key_name provided.")) { $0.keyName = "theirs" }
            let server = try await cloud.create { $0.keyName = "mine" }.servers[0]
            #expect(server.keyName == "mine" && server.keyData == "ssh-ed25519 AAAA")
        }
    }

    @Test("The quota is exceeded by name")
    func quota() async throws {
        try await Cloud.with(settings: { $0.limits.cores = -1 }) { cloud in
            await cloud.expect(.overQuota([QuotaExcess("instances", requested: "11", used: 0, limit: 10)])) {
                $0.minimumCount = 11
            }
            try await cloud.create { $0.minimumCount = 9 }
            await cloud.expect(.overQuota([QuotaExcess("instances", requested: "2", used: 9, limit: 10)])) {
                $0.minimumCount = 2
            }
            await cloud.expect(nil) { _ in }
        }
        try await Cloud.with(settings: { $0.limits.ram = 1000 }) { cloud in
            await cloud.expect(.overQuota([QuotaExcess("ram", requested: "1024", used: 0, limit: 1000)])) {
                $0.minimumCount = 2
            }
            await cloud.expect(nil) { _ in }
        }
        try await Cloud.with(settings: { $0.limits.cores = 3 }) { cloud in
            let error = await cloud.refusal { $0.minimumCount = 2 }
            #expect(
                error?.message == "Quota exceeded for cores: Requested 4, but already used 0 of 3 cores")
        }
    }

    @Test(
        "What was asked for is told as it was, over every quota it exceeds",
        arguments: [
            (11, 11, "cores, instances: Requested 22, 11, but already used 0, 0 of 20, 10 cores, instances"),
            (11, 5000, "cores, instances: Requested 10000, 11-5000, but already used 0, 0 of 20, 10 cores, instances"),
            (
                11, Int.max,
                "cores, instances: Requested 9223372036854775807, 11-9223372036854775807, but already used 0, 0 of "
                    + "20, 10 cores, instances"
            ),
        ])
    func asked(minimum: Int, maximum: Int, message: String) async throws {
        try await Cloud.with(settings: { $0.limits.ram = -1 }) { cloud in
            let error = await cloud.refusal {
                $0.minimumCount = minimum
                $0.maximumCount = maximum
            }
            #expect(error?.message == "Quota exceeded for " + message)
        }
    }

    @Test("A refused create leaves nothing")
    func nothingLeft() async throws {
        try await Cloud.with { cloud in
            _ = await cloud.refusal { $0.minimumCount = 11 }
            _ = await cloud.refusal { $0.keyName = "unknown" }
            let servers = try await cloud.service.list(ServerQuery(scope: .everything, page: Page(limit: 10)))
            let ports = try await cloud.bench.stores.networks.ports(in: .everything)
            let actions = try await cloud.bench.stores.actions.openRows(host: Bench.host.text)
            #expect(servers.servers == [] && ports == [] && actions == [])
        }
    }
}
