import Compute
import Logging
import SystemPackage
import Testing

@testable import HostStorage

/// A host's storage in a scratch directory, with images already in it.
struct TestHost {
    let scratch: Scratch
    let settings: StorageSettings
    let images: ImageFileStore
    let disks: HostInstanceDisks

    init(runner: CommandRunner = CommandRunner()) throws {
        scratch = try Scratch()
        var settings = StorageSettings(data: scratch.path)
        settings.ephemeralFormat = .ext4
        self.settings = settings
        images = ImageFileStore(
            directory: settings.imageDirectory, rules: settings.rules, threads: scratch.threads)
        disks = HostInstanceDisks(
            settings: settings, images: images, runner: runner, threads: scratch.threads,
            now: { Timestamp(microseconds: 2_000_000_000_000_000) }, logger: Logger(label: "test"))
    }

    var bases: BaseImageCache { disks.bases }

    func store(_ bytes: [UInt8], as id: String, _ format: ImageFormat) async throws {
        let writer = try await images.writer(for: id, declared: format)
        try await writer.append(bytes[...])
        _ = try await writer.complete()
    }

    /// A qcow2 made by qemu-img of these sectors.
    func storeQcow2(_ sectors: [UInt8], as id: String) async throws {
        let raw = try scratch.file("sectors", sectors)
        let made = scratch.path.appending("made.qcow2")
        try await QemuImg().convert(raw, from: .raw, to: made, as: .qcow2)
        try await store(contents(of: made), as: id, .qcow2)
    }

    func instance(_ server: ServerID) -> String { "instances/\(server.text)" }
}

enum Samples {
    static let server = ServerID(Scratch.uuid(100))

    static func request(
        image: String, format: DiskFormat, disk: Int = 1, ephemeral: Int = 0, swap: Int = 0,
        kernel: String? = nil, ramdisk: String? = nil
    ) -> DiskRequest {
        let image = ServerImage(
            id: ImageID(image), name: "image", diskFormat: format, containerFormat: "bare", minDisk: 0, minRAM: 0,
            kernelID: kernel.map { ImageID($0) }, ramdiskID: ramdisk.map { ImageID($0) }, properties: [:])
        let flavor = ServerFlavor(
            id: "1", name: "small", vcpus: 1, ram: 512, disk: disk, ephemeral: ephemeral, swap: swap, extraSpecs: [:])
        return DiskRequest(server: server, image: image, flavor: flavor)
    }

    static func nic(dhcp: Bool, tag: String? = nil) throws -> GuestNIC {
        let network = NetworkID(Scratch.uuid(7))
        let subnet = SubnetRecord(
            id: SubnetID(Scratch.uuid(8)), network: network, name: "s",
            cidr: try #require(AddressRange("192.0.2.0/24")), gateway: IPv4Address("192.0.2.1"),
            poolStart: IPv4Address(value: 0xC000_020A), poolEnd: IPv4Address(value: 0xC000_0214),
            dnsServers: ["192.0.2.53"], isDHCPEnabled: dhcp)
        let record = NetworkRecord(
            id: network, name: "private", projectID: ProjectID("p"), isShared: true, mtu: 1450, libvirtName: "n",
            bridge: "b", subnets: [subnet], createdAt: Timestamp(microseconds: 0))
        let port = PortRecord(
            id: PortID("aabbccdd-eeff-4000-8000-000000000001"), network: network, projectID: ProjectID("p"),
            mac: "fa:16:3e:00:00:01",
            fixedAddresses: [.init(subnet: subnet.id, address: IPv4Address(value: 0xC000_020A))], server: server,
            tag: tag, createdAt: Timestamp(microseconds: 0))
        return GuestNIC(port: port, network: record, hostname: "web")
    }

    static func metadata(nics: [GuestNIC] = [], files: [InjectedFile] = []) -> GuestMetadata {
        GuestMetadata(
            server: server, number: 42, name: "wëb \"1\"", hostname: "web", availabilityZone: "nova", launchIndex: 3,
            projectID: ProjectID("0123456789abcdef0123456789abcdef"), reservationID: "r-12345678",
            flavorName: "small", imageID: ImageID(Scratch.uuid(1)), metadata: ["role": "db/primary"],
            key: .init(name: "mine", kind: .ssh, text: "ssh-ed25519 AAAA me"), adminPassword: "s3cret",
            userData: Array("#!/bin/sh\necho hi\n".utf8), randomSeed: [UInt8](repeating: 7, count: 512), nics: nics,
            files: files)
    }
}
