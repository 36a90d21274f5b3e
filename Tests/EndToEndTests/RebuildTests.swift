import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct RebuildTests {
        /// The guests of these tests don't listen when they are asked to shut down.
        private static let impatient = ["compute": ["shutdownTimeout": "1"]]

        @Test(.timeLimit(.minutes(10)))
        func `a rebuilt guest runs from the other image, under its old id and address, and stays off if it was`()
            async throws
        {
            try await TestCloud.with(options: Self.impatient) { cloud, api in
                let id = try await api.boot(.deaf, name: "former", options: ["config_drive": true])
                _ = try await api.wait(forTicksOf: id)
                let before = try await api.server(id)
                let disk = GuestFile(cloud.directory + "/instances/\(id)/disk")
                let image = try await api.makeTockingImage(cloud)

                let answer = try await api.rebuild(id, from: image, ["name": "latter", "adminPass": "s3cret"])
                #expect(try answer.text("name") == "latter" && answer.text("adminPass") == "s3cret")
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forConsoleOf: id, toHold: "tock 3")
                let after = try await api.server(id)
                #expect(try after.text("name") == "latter" && after[key: "image"]?.text("id") == image)
                #expect(after[key: "addresses"] == before[key: "addresses"])
                #expect(after[key: "flavor"] == before[key: "flavor"])
                #expect(try cloud.rebuildLeftovers(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                #expect(try await Self.events(of: id, api) == ["compute_rebuild_instance", "rebuild_server"])

                // Its base is not the image's business any more.
                _ = try await api.delete("/image/v2/images/\(image)").expecting(204)
                try await api.act("os-stop", on: id, until: "SHUTOFF")
                try await disk.write(pattern: 0x5a)
                let first = try before[key: "image"].orThrow("no image").text("id")
                try await api.rebuild(id, from: first)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                #expect(await Virsh.state(of: id) == "shut off")
                #expect(try await disk.has(pattern: 0))
                try await api.act("os-start", on: id, until: "ACTIVE")
                _ = try await api.wait(forTicksOf: id, boot: 3)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a server whose disk is lost comes back by a rebuild`() async throws {
            try await TestCloud.with(options: Self.impatient) { cloud, api in
                let id = try await api.boot(.deaf, name: "broken")
                _ = try await api.wait(forTicksOf: id)
                let image = try await api.server(id)[key: "image"].orThrow("no image").text("id")
                try await api.act("os-stop", on: id, until: "SHUTOFF")
                try FileManager.default.removeItem(atPath: cloud.directory + "/instances/\(id)/disk")
                _ = try await api.action("os-resetState", ["state": "error"], on: id).expecting(202)
                try await api.rebuild(id, from: image)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a rebuild that fails leaves the guest running as it was, with a fault`() async throws {
            try await TestCloud.with(options: Self.impatient) { cloud, api in
                let id = try await api.boot(.deaf, name: "steady")
                let log = try await api.wait(forTicksOf: id)
                let image = try await api.makeImage(
                    "odd", file: BootSector.deaf.file,
                    properties: ["hw_machine_type": "no-such-machine", "img_hv_type": Binaries.realModeHypervisor])
                try await api.rebuild(id, from: image, ["name": "never"])
                try await eventually("the rebuild ends") {
                    try await api.server(id)[key: "OS-EXT-STS:task_state"] == .null
                }
                let server = try await api.server(id)
                #expect(try server.text("status") == "ACTIVE" && server.text("name") == "steady")
                #expect(try await api.failure(of: id).contains("no-such-machine"))
                _ = try await api.wait(forTicksOf: id, past: log.ticks)
                #expect(try cloud.rebuildLeftovers(of: id) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a delete wins over a rebuild that waits for its guest`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "60"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "doomed")
                let image = try await api.server(id)[key: "image"].orThrow("no image").text("id")
                try await api.rebuild(id, from: image)
                try await eventually("the new disk is there") {
                    FileManager.default.fileExists(atPath: cloud.directory + "/instances/\(id)/rebuild/disk")
                }
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(15)))
        func
            `a Linux guest loses what it wrote to its root disk, and keeps its ephemeral disk where that is asked for`()
            async throws
        {
            try await TestCloud.with { _, api in
                let image = try await api.makeImage(
                    "linux", file: Binaries.guests + "/linux/disk.qcow2", format: "qcow2",
                    properties: ["img_hv_type": "qemu"])
                let id = try await api.createServer(
                    "keeper", image: image, flavor: try await api.makeEphemeralFlavor(),
                    ["config_drive": true, "user_data": Self.note("first")])
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try await api.notes(of: id, boot: 1) == ["root": "", "ephemeral": ""])
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(202)
                #expect(try await api.notes(of: id, boot: 2) == ["root": "first", "ephemeral": "first"])

                try await api.at("2.57").rebuild(
                    id, from: image, ["preserve_ephemeral": true, "user_data": Self.note("second")])
                #expect(try await api.notes(of: id, boot: 3) == ["root": "", "ephemeral": "first"])
                let console = try await api.consoleLog(of: id)
                #expect(console.contains("AERIE userdata=# note second"))
                #expect(console.contains("AERIE metadata userdata=# note second"))
                try await api.wait(for: id, toBe: ["ACTIVE"])
                try await api.rebuild(id, from: image)
                #expect(try await api.notes(of: id, boot: 4) == ["root": "", "ephemeral": ""])
                try await api.deleteAndWait(id)
            }
        }

        private static func note(_ text: String) -> JSONValue {
            .string(Data("# note \(text)\n".utf8).base64EncodedString())
        }

        /// Of the newest action, newest first.
        private static func events(of id: String, _ api: APIClient) async throws -> [String] {
            let place = "/v2.1/servers/\(id)/os-instance-actions"
            let newest = try await api.get(place).expecting(200).json.list("instanceActions").first.orThrow("no action")
            let action = try await api.get(place + "/" + newest.text("request_id")).expecting(200).json
            return try action[key: "instanceAction"].orThrow("no action").list("events").map { try $0.text("event") }
        }
    }
}

extension APIClient {
    /// Of a guest that says `tock` where others say `tick`.
    fileprivate func makeTockingImage(_ cloud: TestCloud) async throws -> String {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: BootSector.deaf.file)))
        let word = Array("tick ".utf8)
        let place = try bytes.indices.first { bytes[$0...].starts(with: word) }.orThrow("the guest does not tick")
        bytes[place + 1] = UInt8(ascii: "o")
        let file = cloud.directory + "/tocking.raw"
        try Data(bytes).write(to: URL(filePath: file))
        return try await makeImage(
            "tocking", file: file, properties: ["img_hv_type": Binaries.realModeHypervisor])
    }

    fileprivate func makeEphemeralFlavor() async throws -> String {
        let flavor: JSONValue = [
            "id": "kept", "name": "kept", "ram": 192, "disk": 1, "vcpus": 1, "OS-FLV-EXT-DATA:ephemeral": 1,
        ]
        _ = try await post("/v2.1/flavors", ["flavor": flavor]).expecting(200)
        return "kept"
    }

    /// What the Linux guest has found on its disks at its `boot`-th boot.
    fileprivate func notes(of server: String, boot: Int) async throws -> [String: String] {
        var parts: [String] = []
        try await eventually("the guest is ready for the \(boot)-th time", within: .seconds(600)) {
            parts = try await consoleLog(of: server).components(separatedBy: "AERIE ready")
            return parts.count > boot
        }
        let lines = parts[boot - 1].components(separatedBy: .newlines).filter { $0.hasPrefix("AERIE note on ") }
        let pairs = lines.map {
            $0.dropFirst("AERIE note on ".count).split(separator: "=", omittingEmptySubsequences: false)
        }
        return Dictionary(pairs.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { $1 })
    }
}
