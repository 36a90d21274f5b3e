import AerieTestSupport
import Compute
import Store
import Testing

@Suite("What hosts offer guests")
struct GuestOffersTests {
    private static let nothing = GuestOffers(hasUEFI: false, hasSecureBoot: false, tpmModels: [], tpmVersions: [])
    private static let plain = GuestOffers(
        hasUEFI: true, hasSecureBoot: false, tpmModels: ["tpm-tis"], tpmVersions: ["2.0"])

    /// What a create is refused with on a cloud whose one host offers that.
    private static func refusal(
        _ offers: GuestOffers?, _ properties: [String: String]
    ) async throws -> ComputeError? {
        var refusal: ComputeError?
        try await Cloud.with { cloud in
            var figures = HostFigures.sample
            figures.offers = offers
            try await cloud.bench.stores.hosts.report(Bench.host, at: cloud.bench.world.now(), figures: figures)
            let id = "aaaaaaaa-0000-4000-8000-000000000077"
            try await cloud.addImage(id) { $0.properties = properties }
            refusal = await cloud.refusal { $0.imageID = id }
        }
        return refusal
    }

    @Test(
        "A create is refused with what no host has",
        arguments: [
            (["hw_firmware_type": "uefi"], "no UEFI firmware for guests (hw_firmware_type 'uefi')"),
            (
                ["hw_tpm_version": "2.0"],
                "no TPM for guests (hw:tpm_version '2.0'): its emulator swtpm is missing"
            ),
        ])
    func missing(properties: [String: String], lack: String) async throws {
        let found = try await Self.refusal(Self.nothing, properties)
        #expect(found == .invalid("The hosts of this cloud have \(lack)."))
    }

    @Test(
        "What a host has in part is not enough",
        arguments: [
            (
                ["hw_firmware_type": "uefi", "os_secure_boot": "required"],
                "no secure boot for guests (os_secure_boot 'required')"
            ),
            (
                ["hw_tpm_version": "2.0", "hw_tpm_model": "tpm-crb"],
                "no TPM of that model for guests (hw:tpm_model 'tpm-crb')"
            ),
            (["hw_tpm_version": "1.2"], "no TPM of that version for guests (hw:tpm_version '1.2')"),
        ])
    func partial(properties: [String: String], lack: String) async throws {
        let found = try await Self.refusal(Self.plain, properties)
        #expect(found == .invalid("The hosts of this cloud have \(lack)."))
    }

    @Test("What a host has, or has not told of, is accepted")
    func accepted() async throws {
        let wishes = ["hw_firmware_type": "uefi", "os_secure_boot": "optional", "hw_tpm_version": "2.0"]
        for offers in [Self.plain, nil] {
            let found = try await Self.refusal(offers, wishes)
            #expect(found == nil)
        }
    }

    @Test("A server is placed where its firmware is")
    func placement() throws {
        func candidate(_ name: String, _ offers: GuestOffers, memory: Int) -> HostCandidate {
            var host = HostRecord(
                name: HostName(name), serviceID: "s", nodeID: "n", zone: "nova", createdAt: Sample.now)
            host.reportedAt = Sample.now
            host.figures = .sample
            host.figures?.memoryMB = memory
            host.figures?.offers = offers
            return HostCandidate(host: host, usage: HostUsage())
        }
        var server = Sample.server()
        server.image?.properties["hw_firmware_type"] = "uefi"
        let placement = Placement(settings: ComputeSettings(host: HostName("a")))
        let hosts = [candidate("a", Self.nothing, memory: 65_536), candidate("b", Self.plain, memory: 32_768)]
        let chosen = try placement.choose(for: server, among: hosts, at: Sample.now)
        #expect(chosen.host.name == HostName("b"))
        #expect(throws: ComputeError.self) {
            _ = try placement.choose(for: server, among: [hosts[0]], at: Sample.now)
        }
    }
}
