import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct MetadataTests {
        private static let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f somebody@example"

        @Test(.timeLimit(.minutes(10)))
        func `a guest is told what is its own over the network, and nothing of another's whatever it forges`()
            async throws
        {
            try await TestCloud.with { cloud, api in
                let (image, flavor) = try await Self.makeLinux(api)
                let victim = try await api.createServer("victim", image: image, flavor: flavor)
                try await api.wait(for: victim, toBe: ["ACTIVE"])
                let other = try await api.fixedAddress(of: victim)
                let guest = try await api.createServer(
                    "Curious_Guest", image: image, flavor: flavor,
                    try await Self.personal(api, "#cloud-config\n# forge \(other)\n# password c2VjcmV0\n"))
                try await api.wait(for: guest, toBe: ["ACTIVE"])
                let console = try await api.wait(forConsoleOf: guest, toHold: "AERIE ready", within: .seconds(600))
                let lines = Set(console.split(separator: "\n").map(String.init))
                for wanted in [
                    "AERIE configdrive=no", "AERIE metadata uuid=\(guest)", "AERIE metadata hostname=curious-guest",
                    "AERIE metadata key=\(Self.key)", "AERIE metadata userdata=#cloud-config",
                    "AERIE metadata address=\(try await api.fixedAddress(of: guest))",
                    "AERIE metadata by headers=\(guest)", "AERIE metadata by address=",
                    "AERIE metadata by own address=\(guest)", "AERIE metadata password=c2VjcmV0",
                ] {
                    #expect(lines.contains(wanted), "'\(wanted)' is not in: \(console.suffix(2000))")
                }
                #expect(!console.contains("uuid=\(victim)"))
                let findings = try await api.get("/aerie/v1/doctor").expecting(200).json.list("findings")
                #expect(try findings.filter { try $0.text("kind") == "metadata" }.isEmpty)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `the service is there again after aeried, or its network, was away, and guests go on`() async throws {
            try await TestCloud.with { cloud, api in
                _ = try await api.boot(.deaf, name: "guest")
                let network = try #require(await Virsh.networks(in: cloud.cidr).first)
                let bridge = network.filter { $0 != "-" }
                func isServed() async -> Bool {
                    // From the bridge's own address, which is no guest's: the answer is a 404, but an answer.
                    let address = cloud.cidr.replacing(".0/24", with: ".1")
                    let run = try? await ProgramRun.of(
                        "/usr/bin/curl",
                        ["-s", "-m", "2", "-o", "/dev/null", "-w", "%{http_code}", "http://\(address):9697/"])
                    return run?.output == "404"
                }
                func gate() async -> String {
                    (try? await ProgramRun.of("/usr/sbin/nft", ["list", "table", "ip", bridge]))?.output ?? ""
                }
                try await eventually("the metadata is served") { await isServed() }
                #expect(await gate().contains("dnat to"))
                await cloud.kill()
                #expect(await !isServed())
                try await cloud.start()
                try await eventually("the metadata is served again") { await isServed() }
                await Virsh.run("net-destroy", network)
                try await eventually("it is served on the network that was made again") { await isServed() }
                #expect(await gate().contains("dnat to"))
            }
        }

        private static func makeLinux(_ api: APIClient) async throws -> (image: String, flavor: String) {
            let image = try await api.makeImage(
                "linux", file: Binaries.guests + "/linux/disk.qcow2", format: "qcow2",
                properties: ["img_hv_type": "qemu"])
            return (image, try await api.makeFlavor("linux", ram: 192, disk: 1))
        }

        private static func personal(_ api: APIClient, _ userData: String) async throws -> [String: JSONValue] {
            let keypair: JSONValue = ["name": "mine", "public_key": .string(key)]
            _ = try await api.post("/v2.1/os-keypairs", ["keypair": keypair]).expecting(200)
            return ["key_name": "mine", "user_data": .string(Data(userData.utf8).base64EncodedString())]
        }
    }
}
