import Compute
import LibvirtXML

#if canImport(Glibc)
    import Glibc
#endif

/// A disk of a guest that is not in the file where aerie keeps it, as after a snapshot made by `virsh`.
struct MovedDisk: Hashable, Sendable {
    /// Its name in the guest, as `vda`.
    let device: String
    let ours: String
    let file: String

    /// The first of `disks` that the guest's present document has in another file. CD-ROMs hold no data of their guest, and a
    /// rescued guest has the same files in other places.
    init?(of disks: [DomainDisk], in present: DomainDocument) {
        let attached = Set(present.devices.disks.compactMap(\.source.location))
        let own = Set(disks.compactMap(\.source.location))
        for disk in disks where disk.device == .disk {
            guard case .file(let ours) = disk.source, !attached.contains(ours),
                let file = present.devices.disks.first(where: { $0.target == disk.target })?.source.location,
                !own.contains(file), !Self.isOfRescue(file, beside: ours), Self.isElsewhere(file, than: ours)
            else { continue }
            self.init(device: disk.target, ours: ours, file: file)
            return
        }
        return nil
    }

    private init(device: String, ours: String, file: String) {
        self.device = device
        self.ours = ours
        self.file = file
    }

    private static func isElsewhere(_ file: String, than ours: String) -> Bool {
        if file == ours { return false }
        var (one, other) = (stat(), stat())
        guard stat(file, &one) == 0 else { return errno != ENOENT || !hasMoved(file, to: ours) }
        // A link, or another way to the same file.
        return stat(ours, &other) != 0 || one.st_dev != other.st_dev || one.st_ino != other.st_ino
    }

    /// What a rescued guest boots from has taken a place, and holds no data of the guest.
    private static func isOfRescue(_ file: String, beside ours: String) -> Bool {
        file.hasSuffix(".rescue") && file.split(separator: "/").dropLast() == ours.split(separator: "/").dropLast()
    }

    /// Whether the data directory has another place now, with the same names below it. A file that is merely hidden from this
    /// process is where its directory is.
    private static func hasMoved(_ file: String, to ours: String) -> Bool {
        let (old, new) = (file.split(separator: "/"), ours.split(separator: "/"))
        var found = stat()
        let directory = "/" + old.dropLast().joined(separator: "/")
        return old.suffix(2) == new.suffix(2) && stat(directory, &found) != 0 && errno == ENOENT
    }
}

extension DiskSource {
    /// Where it is on this host; nil where it has no path.
    fileprivate var location: String? {
        switch self {
        case .file(let path), .block(let path), .directory(let path): path
        case .volume(let pool, let volume): "\(pool)/\(volume)"
        case .network(let source): source.name
        case .empty, .other: nil
        }
    }
}
