import AerieTestSupport
import Foundation

/// What a server has besides its disks, as files of the host: the variables of its UEFI, and the lasting state of its TPM.
/// Both change only while its guest is on.
struct GuestState: Equatable {
    let nvram: Data?
    let tpm: Data?

    /// Of a server that has a place on this host.
    init(of server: String, in cloud: TestCloud) {
        nvram = Self.contents(of: Self.nvramPath(of: server, in: cloud))
        tpm = Self.contents(of: Self.tpmPath(of: server))
    }

    /// What is kept aside of it.
    init(keptOf server: String, in cloud: TestCloud) {
        let kept = cloud.directory + "/states/" + server
        nvram = Self.contents(of: kept + "/nvram")
        tpm = Self.contents(of: kept + "/tpm" + Self.tpmFile)
    }

    private init() { (nvram, tpm) = (nil, nil) }

    static let none = GuestState()

    var isWhole: Bool { nvram != nil && tpm != nil }

    private static let tpmFile = "/tpm2/tpm2-00.permall"

    static func nvramPath(of server: String, in cloud: TestCloud) -> String {
        cloud.directory + "/instances/\(server)/nvram"
    }

    static func tpmPath(of server: String) -> String { "\(Virsh.tpmDirectory)/\(server)\(tpmFile)" }

    private static func contents(of path: String) -> Data? { try? Data(contentsOf: URL(filePath: path)) }

    /// The certificate of the TPM's endorsement key, which is made with the TPM: no other has the same. The first in its state.
    var certificate: Data? {
        guard let tpm else { return nil }
        let bytes = [UInt8](tpm)
        // Two nested sequences of DER, each with a length of two bytes.
        for start in bytes.indices.dropLast(8)
        where bytes[start] == 0x30 && bytes[start + 1] == 0x82 && bytes[start + 4] == 0x30 && bytes[start + 5] == 0x82 {
            let end = start + 4 + Int(bytes[start + 2]) << 8 + Int(bytes[start + 3])
            if end <= bytes.count { return Data(bytes[start..<end]) }
        }
        return nil
    }

    /// The end of the NVRAM is room that the firmware uses only when it has no other.
    var mark: Data? { nvram?.suffix(Self.mark.count) }
    static let mark = Data("this server's own".utf8)

    /// Writes the mark into the NVRAM of a server that is off.
    static func markNVRAM(of server: String, in cloud: TestCloud) throws {
        let file = try FileHandle(forUpdating: URL(filePath: nvramPath(of: server, in: cloud)))
        defer { try? file.close() }
        let size = try file.seekToEnd()
        try file.seek(toOffset: size - UInt64(mark.count))
        try file.write(contentsOf: mark)
    }
}
