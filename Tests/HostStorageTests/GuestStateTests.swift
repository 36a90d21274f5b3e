import AerieTestSupport
import Compute
import Glibc
import SystemPackage
import Testing

@testable import HostStorage

@Suite("What belongs to servers besides their disks")
struct GuestStateTests {
    private let host: TestHost
    private let server = Samples.server
    private var disks: HostInstanceDisks { host.disks }
    private var nvram: FilePath { FilePath(disks.nvramPath(of: server)) }
    private var tpm: FilePath { host.settings.tpmDirectory.appending(server.text) }
    private var seal: FilePath { tpm.appending("tpm2").appending("tpm2-00.permall") }

    init() throws {
        host = try TestHost()
    }

    private func makeState(_ bytes: [UInt8]) throws {
        try Directory(nvram.removingLastComponent()).ensure()
        try Directory(seal.removingLastComponent()).ensure()
        for path in [nvram, seal] {
            try path.unlinkFile()
            try OpenFile(creating: path).write(bytes[...])
        }
    }

    private func permissions(of path: FilePath) -> UInt32? {
        var status = stat()
        return path.withPlatformString { stat($0, &status) } == 0 ? status.st_mode & 0o777 : nil
    }

    private func loseState() throws {
        try nvram.unlinkFile()
        try Directory(tpm).removeTree()
    }

    private func hasState(_ bytes: [UInt8]) throws -> Bool {
        let isThere = try FileStatus(of: nvram) != nil && FileStatus(of: seal) != nil
        return try isThere && contents(of: nvram) == bytes && contents(of: seal) == bytes
    }

    @Test("The variables lie in the server's directory, a rescue's beside them, and go with it")
    func place() async throws {
        #expect(nvram == host.settings.instanceDirectory.appending(server.text).appending("nvram"))
        #expect(disks.rescueNVRAMPath(of: server) == nvram.string + ".rescue")
        try makeState([1])
        try OpenFile(creating: FilePath(disks.rescueNVRAMPath(of: server))).write([2])
        try await disks.removeRescue(server)
        #expect(try host.scratch.names(in: host.instance(server)) == ["nvram"])
        try await disks.remove(server)
        #expect(try host.scratch.names(in: "instances") == [])
    }

    @Test("A reset forgets the variables, not the TPM")
    func reset() async throws {
        try makeState([1])
        for _ in 1...2 { try await disks.resetNVRAM(of: server) }
        #expect(try FileStatus(of: nvram) == nil)
        #expect(try contents(of: seal) == [1])
    }

    @Test("What was kept comes back, as often as it is asked for")
    func kept() async throws {
        try makeState([1, 2, 3])
        for _ in 1...2 { try await disks.keepState(of: server) }
        try loseState()
        // A step that is done again after a crash finds nothing more to keep.
        try await disks.keepState(of: server)
        try await disks.remove(server)
        for _ in 1...2 {
            try await disks.returnState(of: server)
            #expect(try hasState([1, 2, 3]))
            // Left by an attempt that failed.
            try makeState([9])
        }
        try await disks.returnState(of: server)
        #expect(try hasState([1, 2, 3]))
        for _ in 1...2 { try await disks.forgetKeptState(of: server) }
        try loseState()
        try await disks.returnState(of: server)
        #expect(try FileStatus(of: nvram) == nil && FileStatus(of: tpm) == nil)
    }

    @Test("What is kept stays whole when its source is half removed, and when it is half forgotten")
    func half() async throws {
        try makeState([1])
        try await disks.keepState(of: server)
        try seal.unlinkFile()
        try await disks.keepState(of: server)
        try await disks.returnState(of: server)
        #expect(try hasState([1]))
        // As a crash in the middle of forgetting leaves it.
        let kept = host.settings.keptStateDirectory.appending(server.text)
        try kept.renamed(to: FilePath(kept.string + "_del"))
        try FilePath(kept.string + "_del").appending("nvram").unlinkFile()
        try makeState([2])
        try await disks.returnState(of: server)
        #expect(try hasState([2]))
        try await disks.forgetKeptState(of: server)
        #expect(try host.scratch.names(in: "states") == [])
    }

    @Test("A copy that was cut off is none, and is made anew")
    func cutOff() async throws {
        let part = host.settings.keptStateDirectory.appending(server.text + ".part")
        try Directory(part.appending("tpm")).ensure()
        try makeState([1])
        try await disks.returnState(of: server)
        #expect(try hasState([1]))
        try await disks.keepState(of: server)
        #expect(try host.scratch.names(in: "states") == [server.text])
        try loseState()
        try await disks.returnState(of: server)
        #expect(try hasState([1]))
    }

    @Test("What is kept once the former is forgotten is the newest, and only its owner may read it")
    func newest() async throws {
        for byte: UInt8 in [1, 2] {
            try makeState([byte])
            try await disks.forgetKeptState(of: server)
            try await disks.keepState(of: server)
        }
        try loseState()
        try await disks.returnState(of: server)
        #expect(try hasState([2]))
        #expect(try host.scratch.names(in: "states") == [server.text])
        #expect(permissions(of: host.settings.keptStateDirectory.appending(server.text)) == 0o700)
        #expect(permissions(of: seal) == 0o600)
    }

    @Test("At the end of a server nothing is left, wherever it was")
    func removed() async throws {
        try makeState([1])
        try await disks.keepState(of: server)
        #expect(try await disks.statesOnHost() == [server])
        for _ in 1...2 { try await disks.removeState(of: server) }
        #expect(try await disks.statesOnHost() == [])
        #expect(try FileStatus(of: nvram) == nil && FileStatus(of: tpm) == nil)
    }

    @Test("States are told of by their names, and what is none is not")
    func listed() async throws {
        #expect(try await disks.statesOnHost() == [])
        try Directory(host.settings.tpmDirectory.appending("not-a-server")).ensure()
        try Directory(host.settings.tpmDirectory.appending(Scratch.uuid(7))).ensure()
        #expect(try await disks.statesOnHost() == [ServerID(Scratch.uuid(7))])
    }
}
