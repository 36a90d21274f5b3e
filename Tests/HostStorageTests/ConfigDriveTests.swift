import Compute
import GuestData
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: hasTool("genisoimage") || hasTool("xorriso")))
struct ConfigDriveTests {
    let host: TestHost

    init() throws {
        host = try TestHost()
    }

    @Test("The drive is an ISO labelled config-2 that holds every document under its full name")
    func drive() async throws {
        let nics = [Samples.nic(dhcp: true)]
        let metadata = Samples.metadata(nics: nics)
        let disk = try await host.disks.writeConfigDrive(metadata, for: Samples.server)
        #expect(disk.role == .configDrive && disk.device == .cdrom && disk.format == .raw)
        let path = FilePath(disk.path)
        #expect(try ImageInspector.inspect(path, declared: .iso).format == .iso)
        let volume = ByteReader(try contents(of: path))
        #expect(volume.has("config-2", at: 32_768 + 40))
        let directory = host.instance(Samples.server)
        #expect(try host.scratch.names(in: directory) == ["disk.config"])
    }

    @Test("Rock Ridge and Joliet give back each file byte for byte", .enabled(if: hasTool("isoinfo")))
    func contentsOfDrive() async throws {
        let metadata = Samples.metadata()
        let disk = try await host.disks.writeConfigDrive(metadata, for: Samples.server)
        for file in GuestDocuments(metadata).files() {
            for names in ["-R", "-J"] {
                let arguments = [names, "-i", disk.path, "-x", "/" + file.path]
                let read = try await CommandRunner().run(Command(tool: "isoinfo", arguments: arguments))
                #expect(read == file.content, "\(names) \(file.path)")
            }
        }
    }

    @Test("Writing again replaces the drive, also after a killed run")
    func again() async throws {
        var metadata = Samples.metadata()
        _ = try await host.disks.writeConfigDrive(metadata, for: Samples.server)
        let directory = host.instance(Samples.server)
        try Directory(host.scratch.path.appending("\(directory)/configdrive.part/openstack")).ensure()
        _ = try host.scratch.file("\(directory)/configdrive.part/openstack/old-secret", [1])
        metadata.hostname = "renamed"
        let disk = try await host.disks.writeConfigDrive(metadata, for: Samples.server)
        let text = String(decoding: try contents(of: FilePath(disk.path)), as: UTF8.self)
        #expect(text.contains("renamed"))
        #expect(!text.contains("old-secret"))
        #expect(try host.scratch.names(in: directory) == ["disk.config"])
    }

    @Test("Without genisoimage and xorriso the error says what to install and leaves nothing")
    func noTool() async throws {
        let host = try TestHost(runner: CommandRunner(searchPath: ["/nonexistent"]))
        let wanted = ComputeError.unavailable(
            "genisoimage is not installed: install the package genisoimage or xorriso")
        await #expect(throws: wanted) {
            try await host.disks.writeConfigDrive(Samples.metadata(), for: Samples.server)
        }
        #expect(try host.scratch.names(in: host.instance(Samples.server)) == [])
    }
}
