import AerieTestSupport
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
        settings.tpmDirectory = scratch.path.appending("swtpm")
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
    static let server = GuestSamples.server

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

    static func nic(dhcp: Bool) -> GuestNIC { GuestSamples.nic(dhcp: dhcp) }

    static func metadata(nics: [GuestNIC] = []) -> GuestMetadata { GuestSamples.metadata(nics: nics) }
}
