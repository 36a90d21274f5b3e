import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    struct RescueTests {
        /// The guests of these tests don't listen when they are asked to shut down.
        private static let impatient = ["compute": ["shutdownTimeout": "1"]]

        @Test(.timeLimit(.minutes(8)))
        func `a guest is rescued from another image with its own disk behind, and is itself again afterwards`()
            async throws
        {
            try await TestCloud.with(options: Self.impatient) { cloud, api in
                let id = try await api.boot(.deaf, name: "broken", options: ["config_drive": true])
                _ = try await api.wait(forTicksOf: id)
                let image = try await api.makeImage(.obedient)
                let answer = try await api.action(
                    "rescue", ["rescue_image_ref": .string(image), "adminPass": "s3cret"], on: id
                ).expecting(200)
                #expect(answer.json == ["adminPass": "s3cret"])
                try await api.wait(for: id, toBe: ["RESCUE"])
                // What the rescue stands on may go: neither the image nor its server needs it again.
                _ = try await api.delete("/image/v2/images/\(image)").expecting(204)
                _ = try await api.wait(forTicksOf: id, boot: 2)
                #expect(await disks(of: id) == ["vda": "disk.rescue", "vdb": "disk", "hda": "disk.config.rescue"])
                for action in ["rescue", "pause", "os-stop"] {
                    _ = try await api.action(action, on: id).expecting(409)
                }
                _ = try await api.action("unrescue", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 3)
                #expect(await disks(of: id) == ["vda": "disk", "hda": "disk.config"])
                #expect(try files(of: id, in: cloud).contains { $0.hasSuffix(".rescue") } == false)

                _ = try await api.action("rescue", on: id).expecting(200)
                try await api.wait(for: id, toBe: ["RESCUE"])
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(
            .timeLimit(.minutes(20)),
            arguments: [
                (["hw_rescue_bus": "virtio"], ["vda": "disk", "vdb": "disk.rescue"]),
                (["hw_rescue_device": "disk", "hw_rescue_bus": "usb"], ["vda": "disk", "sda": "disk.rescue"]),
                (["hw_rescue_device": "floppy"], ["vda": "disk", "fda": "disk.rescue"]),
            ])
        func `a rescue image may leave every device where it is`(
            properties: [String: String], wanted: [String: String]
        ) async throws {
            try await TestCloud.with(options: Self.impatient) { _, api in
                let id = try await api.boot(.deaf, name: "broken")
                _ = try await api.wait(forTicksOf: id)
                let image = try await api.makeImage(
                    "rescue", file: BootSector.obedient.file,
                    properties: properties.merging(["img_hv_type": Binaries.realModeHypervisor]) { $1 })
                _ = try await api.action("rescue", ["rescue_image_ref": .string(image)], on: id).expecting(200)
                try await api.wait(for: id, toBe: ["RESCUE"])
                #expect(await disks(of: id) == wanted)
                #expect(await firstToBoot(of: id) == "disk.rescue")
                try await expectListening(id, api, again: properties["hw_rescue_device"] == "floppy" ? 3 : 0)
                _ = try await api.action("unrescue", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(await disks(of: id) == ["vda": "disk"])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a rescue that fails leaves the guest as it was, with a fault`() async throws {
            try await TestCloud.with { _, api in
                let id = try await api.boot(.deaf, name: "steady")
                let log = try await api.wait(forTicksOf: id)
                let image = try await api.makeImage(
                    "odd", file: BootSector.deaf.file,
                    properties: ["hw_machine_type": "no-such-machine", "img_hv_type": Binaries.realModeHypervisor])
                _ = try await api.action("rescue", ["rescue_image_ref": .string(image)], on: id).expecting(200)
                try await eventually("the rescue ends") {
                    try await api.server(id)[key: "OS-EXT-STS:task_state"] == .null
                }
                let server = try await api.server(id)
                #expect(try server.text("status") == "ACTIVE")
                _ = try await api.wait(forTicksOf: id, past: log.ticks)
                let event = try await api.get("/v2.1/servers/\(id)/os-instance-actions").expecting(200)
                #expect(event.text.contains("rescue"))
            }
        }

        /// Only the rescue image's guest listens to the power button.
        /// - Parameter again: how often it is booted again when it does not listen. SeaBIOS gives a floppy's controller five seconds,
        ///   by the host's clock, and boots the next disk where the guest gets too little of a busy processor in that time.
        private func expectListening(_ id: String, _ api: APIClient, again: Int) async throws {
            for boot in 2...(2 + again) {
                _ = try await api.wait(forTicksOf: id, boot: boot)
                _ = await Virsh.run("shutdown", id)
                let isOff: Void? = try? await eventually("it listens", within: .seconds(boot < 2 + again ? 20 : 180)) {
                    await Virsh.state(of: id) == "shut off"
                }
                if isOff != nil { return }
                await QEMUProcess.favour(id)
                _ = await Virsh.run("reset", id)
            }
            throw TestCloudError("the rescue image was not booted: \(await Virsh.run("dumpxml", id))")
        }

        /// The file of the disk that the firmware is told to try first, in the guest's present document.
        private func firstToBoot(of id: String) async -> String? {
            let document = await Virsh.run("dumpxml", id)
            let disk = document.components(separatedBy: "<disk ").dropFirst()
                .first { $0.components(separatedBy: "</disk>")[0].contains("<boot order='1'/>") }
            guard let source = disk?.components(separatedBy: "<source file='").dropFirst().first else { return nil }
            return URL(filePath: String(source.prefix { $0 != "'" })).lastPathComponent
        }

        /// Target and name of each disk's file, in the guest's present document.
        private func disks(of id: String) async -> [String: String] {
            let lines = await Virsh.run("domblklist", id).split(separator: "\n")
            let pairs = lines.map { $0.split(whereSeparator: \.isWhitespace) }.filter { $0.count == 2 }
            return Dictionary(
                pairs.filter { $0[0] != "Target" }.map {
                    (String($0[0]), URL(filePath: String($0[1])).lastPathComponent)
                },
                uniquingKeysWith: { first, _ in first })
        }

        private func files(of id: String, in cloud: TestCloud) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/instances/\(id)")
        }
    }
}
