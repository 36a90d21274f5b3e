import Foundation

/// The guest that aerie made of a server, made again without aerie: its document under another identity, its overlay by
/// `qemu-img`.
struct RawGuest {
    private let libvirt: RawLibvirt
    private let directory: String
    private let server: String
    private let daemon: AerieDaemon
    private let identity = UUID().uuidString.lowercased()
    private let base: String

    init(like server: String, of libvirt: RawLibvirt, daemon: AerieDaemon) throws {
        self.libvirt = libvirt
        self.server = server
        self.daemon = daemon
        directory = daemon.directory + "/floor"
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try files.setAttributes([.posixPermissions: 0o711], ofItemAtPath: directory)
        let folder = daemon.directory + "/base/"
        let bases = try files.contentsOfDirectory(atPath: folder).map { folder + $0 }.filter { path in
            let kind = try files.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            return kind == .typeRegular && !path.hasSuffix(".json")
        }
        guard let base = bases.first else { throw BenchmarkError("there is no base image in \(folder)") }
        self.base = base
    }

    /// The server's document as it is now.
    func document() throws -> String {
        try libvirt.inactiveXML(of: try libvirt.guest(uuid: server))
            .replacing("\(daemon.directory)/instances/\(server)", with: directory)
            .replacing(server, with: identity)
            .replacing(/<name>instance-[^<]*<\/name>/, with: "<name>\(daemon.host)</name>")
            // Both run at once, on one bridge.
            .replacing(/<target dev='tap[^']*'\/>/, with: "")
            .replacing("'fa:16:3e:", with: "'fa:16:3f:")
    }

    /// - Returns: seconds.
    func lifecycle(_ xml: String) throws -> (create: Double, delete: Double) {
        var guest: RawLibvirt.Guest?
        let creation = try timed {
            try makeOverlay()
            guest = try libvirt.create(xml)
        }
        usleep(100_000)
        let deletion = try timed {
            if let guest { try libvirt.destroy(guest) }
            try removeFiles()
        }
        return (creation, deletion)
    }

    func removeFiles() throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
            unlink("\(directory)/\(file)")
        }
    }

    /// What a rescue adds to the server's files: the base under a name of its own, and an overlay on that.
    func makeRescueOverlay() throws {
        let rescueBase = directory + "/base.rescue"
        guard link(base, rescueBase) == 0 || errno == EEXIST else {
            throw BenchmarkError("\(rescueBase): \(String(cString: strerror(errno)))")
        }
        try makeOverlay("disk.rescue", on: rescueBase)
    }

    /// What the guest boots from.
    func makeOverlay() throws { try makeOverlay("disk", on: base) }

    private func makeOverlay(_ name: String, on base: String) throws {
        let run = try Command.run(
            "/usr/bin/qemu-img",
            ["create", "-q", "-f", "qcow2", "-F", "raw", "-b", base, directory + "/" + name, "1G"])
        guard run.status == 0 else { throw BenchmarkError("qemu-img failed: \(run.output)") }
    }
}
