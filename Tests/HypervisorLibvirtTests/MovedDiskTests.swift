import Compute
import Foundation
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

struct MovedDiskTests {
    @Test func `a definition of ours has every disk in its place`() throws {
        let builder = try Specs.builder(Specs.spec(Specs.server(), disks: [Specs.root, Specs.drive]))
        #expect(MovedDisk(of: try builder.disks(), in: try builder.document()) == nil)
    }

    @Test(arguments: [DiskSource.file("/i/disk.snap"), .block("/dev/vg/disk")])
    func `a disk with another source is found`(source: DiskSource) throws {
        let disks = try Specs.builder(Specs.spec(Specs.server())).disks()
        let moved = try #require(MovedDisk(of: disks, in: try present(source)))
        #expect(moved.ours == "/i/disk")
        #expect(source == .file(moved.file) || source == .block(moved.file))
    }

    @Test func `a data directory that was moved as a whole is no other file`() throws {
        let disks = try Specs.builder(Specs.spec(Specs.server())).disks()
        #expect(MovedDisk(of: disks, in: try present(.file("/nowhere/any/more/i/disk"))) == nil)
    }

    @Test func `a link to the disk is the disk`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, link) = (folder.appending(path: "disk"), folder.appending(path: "link"))
        try Data([1]).write(to: file)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        var root = Specs.root
        root.path = file.path
        let disks = try Specs.builder(Specs.spec(Specs.server(), disks: [root])).disks()
        #expect(MovedDisk(of: disks, in: try present(.file(link.path))) == nil)
    }

    @Test func `another CD in the drive is nobody's data`() throws {
        let builder = try Specs.builder(Specs.spec(Specs.server(), disks: [Specs.drive]))
        var document = try builder.document()
        for index in document.devices.disks.indices { document.devices.disks[index].source = .file("/iso/other.iso") }
        #expect(MovedDisk(of: try builder.disks(), in: document) == nil)
    }

    @Test(arguments: ["/i/disk.rescue", "/i/disk.config.rescue"])
    func `what a rescue has put in a disk's place is nobody's data`(file: String) throws {
        let disks = try Specs.builder(Specs.spec(Specs.server())).disks()
        #expect(MovedDisk(of: disks, in: try present(.file(file))) == nil)
        #expect(MovedDisk(of: disks, in: try present(.file("/other" + file))) != nil)
    }

    private func present(_ source: DiskSource) throws -> DomainDocument {
        var document = try Specs.builder(Specs.spec(Specs.server())).document()
        for index in document.devices.disks.indices { document.devices.disks[index].source = source }
        return document
    }
}
