import Compute
import LibvirtXML

#if canImport(Glibc)
    import Glibc
#endif

/// A disk of a guest that is not in the file where aerie keeps it, as after a snapshot made by `virsh`.
struct MovedDisk: Hashable, Sendable {
    let ours: String
    let file: String

    /// The first of `disks` that the guest's present document has in another file. CD-ROMs hold no data of their guest.
    init?(of disks: [DomainDisk], in present: DomainDocument) {
        for disk in disks where disk.device == .disk {
            guard case .file(let ours) = disk.source,
                let file = present.devices.disks.first(where: { $0.target == disk.target })?.source.location,
                Self.isElsewhere(file, than: ours)
            else { continue }
            self.init(ours: ours, file: file)
            return
        }
        return nil
    }

    private init(ours: String, file: String) {
        self.ours = ours
        self.file = file
    }

    private static func isElsewhere(_ file: String, than ours: String) -> Bool {
        if file == ours { return false }
        var (one, other) = (stat(), stat())
        guard stat(file, &one) == 0 else {
            // The data directory has another place now, with the same names below it.
            return tail(file) != tail(ours)
        }
        // A link, or another way to the same file.
        return stat(ours, &other) != 0 || one.st_dev != other.st_dev || one.st_ino != other.st_ino
    }

    /// The server's directory and the file.
    private static func tail(_ path: String) -> ArraySlice<Substring> { path.split(separator: "/").suffix(2) }
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
