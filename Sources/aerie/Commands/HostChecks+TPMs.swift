import FoundationEssentials
import WireJSON

#if canImport(Glibc)
    import Glibc
#endif

extension HostChecks {
    /// Where `swtpm_setup` keeps what it signs the certificates of new TPMs with.
    static let tpmAuthority = "/var/lib/swtpm-localca"

    /// libvirtd looks up swtpm's user when it starts. Where swtpm was installed later it ran as root, and left files that the
    /// user can't use from the next start of libvirtd on.
    /// - Returns: nil also where this user may not look.
    static func tpmAuthorityFinding(in directory: String = tpmAuthority) -> JSONValue? {
        guard let owner = owner(of: directory),
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return nil }
        let foreign = names.filter { self.owner(of: directory + "/" + $0).map { $0 != owner } ?? false }.sorted()
        if foreign.isEmpty { return nil }
        return finding(
            "problem", "tpm-authority", directory,
            "No server can be given a TPM: the directory's owner does not own \(foreign.joined(separator: ", ")) in it. "
                + "swtpm has run as root there, as it was installed while libvirtd ran.",
            "chown -R tss: \(directory)")
    }

    /// The user's number; nil when there is no such file.
    private static func owner(of path: String) -> UInt32? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_uid : nil
    }
}
