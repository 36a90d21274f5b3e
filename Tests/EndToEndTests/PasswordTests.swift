import AerieTestSupport
import Compute
import DurableActions
import Foundation
import Synchronization
import Testing
import WireJSON

extension EndToEnd {
    struct PasswordTests {
        private static func change(_ password: String, of id: String, _ api: APIClient) async throws -> APIClient.Answer
        {
            try await api.action("changePassword", ["adminPass": .string(password)], on: id)
        }

        /// A Linux guest whose agent answers.
        private static func boot(_ api: APIClient, key: String) async throws -> String {
            let image = try await api.makeImage(
                "linux", file: Binaries.guests + "/linux/disk.qcow2", format: "qcow2",
                properties: ["img_hv_type": "qemu", "hw_qemu_guest_agent": "yes", "os_admin_user": "ann"])
            let id = try await api.createServer(
                "guarded", image: image, flavor: try await api.makeFlavor("linux", ram: 192, disk: 1),
                ["key_name": .string(key)])
            try await api.wait(for: id, toBe: ["ACTIVE"])
            _ = try await api.wait(forConsoleOf: id, toHold: "AERIE ready", within: .seconds(600))
            return id
        }

        @Test(.timeLimit(.minutes(12)))
        func `a guest's agent sets the password, and its user reads it with the key`() async throws {
            try await TestCloud.with(options: ["compute": ["agentDeadline": "15"]]) { cloud, api in
                let made = try await api.post("/v2.1/os-keypairs", ["keypair": ["name": "k"]]).expecting(200)
                let key = try (made.json[key: "keypair"]?[key: "private_key"]?.text).orThrow("no key")
                let id = try await Self.boot(api, key: "k")
                _ = try await Self.change("new & \"odd\" wörd", of: id, api).expecting(202)
                // What the guest has written passes through libvirt's log daemon.
                _ = try await api.wait(forConsoleOf: id, toHold: "AERIE password of ann=new & \"odd\" wörd")
                #expect(try await Self.read(id, with: key, cloud, api) == "new & \"odd\" wörd")

                // One that never answers is not waited for too long, and holds up nobody meanwhile.
                let isAnswered = Mutex(false)
                async let silent = {
                    let answer = try await Self.change("never answer", of: id, api)
                    isAnswered.withLock { $0 = true }
                    return answer
                }()
                try await eventually("the change is under way") {
                    try await api.server(id).text("status") == "PASSWORD"
                }
                _ = try await api.get("/v2.1/servers/\(id)/diagnostics").expecting(200)
                #expect(!isAnswered.withLock { $0 })
                let refused = try await silent.expecting(409)
                #expect(refused.text.contains("does not answer. Install and start qemu-guest-agent"), "\(refused.text)")
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await Self.change("after that", of: id, api).expecting(202)
                #expect(try await Self.read(id, with: key, cloud, api) == "after that")
                try await Self.killEverywhere(cloud, api, id)
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        /// As `nova get-password` does.
        private static func read(
            _ id: String, with key: String, _ cloud: TestCloud, _ api: APIClient
        ) async throws -> String {
            let answer = try await api.get("/v2.1/servers/\(id)/os-server-password").expecting(200)
            let sealed = try Data(base64Encoded: answer.json.text("password")).orThrow("not base64")
            let files = [cloud.directory + "/key", cloud.directory + "/sealed"]
            try Data(key.utf8).write(to: URL(filePath: files[0]))
            try sealed.write(to: URL(filePath: files[1]))
            let arguments = ["pkeyutl", "-decrypt", "-inkey", files[0], "-in", files[1]]
            return try await ProgramRun.of("/usr/bin/openssl", arguments).expecting(0).output
        }

        /// Whatever the moment at which aeried dies, the password is set in the end.
        private static func killEverywhere(_ cloud: TestCloud, _ api: APIClient, _ id: String) async throws {
            var cases = 0
            for step in ChangePassword.Step.allCases {
                for moment in CrashPoint.Moment.allCases {
                    cases += 1
                    let place = "\(ChangePassword.kind):\(step.rawValue):\(moment)"
                    await cloud.kill()
                    try await cloud.start(environment: ["AERIE_CRASH_AT": place])
                    _ = try? await change("case \(cases)", of: id, api)
                    #expect(await cloud.waitForEnd(within: .seconds(600)) == -9, "\(place)")
                    try await cloud.start()
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    _ = try await api.wait(forConsoleOf: id, toHold: "AERIE password of ann=case \(cases)")
                }
            }
            print("kill -9 in changes of the password: \(cases) cases")
        }

        @Test(.timeLimit(.minutes(8)))
        func `a guest without an agent keeps its password, and its user is told why`() async throws {
            try await TestCloud.with { cloud, api in
                let bare = try await api.boot(.deaf, name: "bare")
                #expect(try await Self.change("x", of: bare, api).expecting(409).text.contains("agent is not enabled"))
                let image = try await api.makeImage(
                    "deaf", file: BootSector.deaf.file,
                    properties: ["img_hv_type": Binaries.realModeHypervisor, "hw_qemu_guest_agent": "yes"])
                let id = try await api.createServer("hopeful", image: image, flavor: "tiny")
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let refused = try await Self.change("secret word", of: id, api).expecting(409)
                #expect(refused.text.contains("its guest agent does not answer"), "\(refused.text)")
                #expect(!refused.text.contains("secret word"))
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let log = try String(contentsOfFile: cloud.directory + "/aeried.log", encoding: .utf8)
                #expect(!log.contains("secret word"))
                for server in [bare, id] { try await api.deleteAndWait(server) }
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }
    }
}
