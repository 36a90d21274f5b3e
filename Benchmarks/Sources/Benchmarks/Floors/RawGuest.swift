import Foundation

/// The guest that aerie made of a server, made again without aerie: its document under another identity, its overlay by
/// `qemu-img`.
struct RawGuest {
    private let libvirt: RawLibvirt
    private let directory: String
    private let xml: String
    private let base: String

    init(like server: String, of libvirt: RawLibvirt, daemon: AerieDaemon) throws {
        self.libvirt = libvirt
        directory = daemon.directory + "/floor"
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try files.setAttributes([.posixPermissions: 0o711], ofItemAtPath: directory)
        let original = try libvirt.inactiveXML(of: try libvirt.guest(uuid: server))
        let identity = UUID().uuidString.lowercased()
        xml = original.replacing("\(daemon.directory)/instances/\(server)", with: directory)
            .replacing(server, with: identity)
            .replacing(/<name>instance-[^<]*<\/name>/, with: "<name>\(daemon.host)</name>")
        let folder = daemon.directory + "/base/"
        let bases = try files.contentsOfDirectory(atPath: folder).map { folder + $0 }.filter { path in
            let kind = try files.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            return kind == .typeRegular && !path.hasSuffix(".json")
        }
        guard let base = bases.first else { throw BenchmarkError("there is no base image in \(folder)") }
        self.base = base
    }

    /// - Returns: seconds.
    func lifecycle() throws -> (create: Double, delete: Double) {
        var guest: RawLibvirt.Guest?
        let creation = try timed {
            try makeOverlay()
            guest = try libvirt.create(xml)
        }
        usleep(100_000)
        let deletion = try timed {
            if let guest { try libvirt.destroy(guest) }
            for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
                unlink("\(directory)/\(file)")
            }
        }
        return (creation, deletion)
    }

    private func makeOverlay() throws {
        let run = try Command.run(
            "/usr/bin/qemu-img",
            ["create", "-q", "-f", "qcow2", "-F", "raw", "-b", base, directory + "/disk", "1G"])
        guard run.status == 0 else { throw BenchmarkError("qemu-img failed: \(run.output)") }
    }
}
