import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct ResizeTests {
        /// The guests of these tests don't listen when they are asked to shut down.
        private static let impatient = ["compute": ["shutdownTimeout": "1"]]

        @Test(.timeLimit(.minutes(10)))
        func `a guest is resized and confirmed, resized again and reverted, and runs each time from the right disk`()
            async throws
        {
            try await TestCloud.with(options: Self.impatient) { cloud, api in
                let id = try await api.boot(.deaf, name: "growing")
                let larger = try await api.makeFlavor("larger", ram: 128, disk: 2, vcpus: 2)
                let largest = try await api.makeFlavor("largest", ram: 192, disk: 3, vcpus: 1)
                _ = try await api.wait(forTicksOf: id)
                try await api.resize(id, to: larger, until: "VERIFY_RESIZE")
                _ = try await api.wait(forTicksOf: id, boot: 2)
                #expect(try await Shape(of: id, in: cloud) == Shape(vcpus: "2", memory: "131072", disk: 2 << 30))
                #expect(try disks(of: id, in: cloud) == ["disk", "disk.old"])
                #expect(try await api.usage() == [2, 128, 3])
                for action in ["os-stop", "pause", "rescue", "lock"] {
                    _ = try await api.action(action, on: id).expecting(action == "lock" ? 202 : 409)
                }
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(409)
                #expect(await Virsh.state(of: id) == "running")
                _ = try await api.action("confirmResize", on: id).expecting(204)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2, past: 3)
                #expect(try disks(of: id, in: cloud) == ["disk"])
                #expect(try await api.usage() == [2, 128, 2])

                try await api.act("os-stop", on: id, until: "SHUTOFF")
                let disk = GuestFile(cloud.directory + "/instances/\(id)/disk")
                try await disk.write(pattern: 0x11)
                try await api.resize(id, to: largest, until: "VERIFY_RESIZE")
                #expect(await Virsh.state(of: id) == "shut off")
                #expect(try await api.server(id)[key: "OS-EXT-STS:power_state"]?.integer == 4)
                #expect(try await disk.has(pattern: 0x11))
                #expect(try await disk.info().virtualSize == 3 << 30)
                try await disk.write(pattern: 0x22)
                try await api.act("revertResize", on: id, until: "SHUTOFF")
                #expect(try await disk.has(pattern: 0x11))
                #expect(try await disk.info().virtualSize == 2 << 30)
                #expect(try disks(of: id, in: cloud) == ["disk"])
                try await api.act("os-start", on: id, until: "ACTIVE")
                _ = try await api.wait(forTicksOf: id, boot: 3)
                #expect(try await Shape(of: id, in: cloud) == Shape(vcpus: "2", memory: "131072", disk: 2 << 30))
                #expect(try await api.server(id)[key: "flavor"]?.text("id") == larger)
                try await api.resize(id, to: largest, until: "VERIFY_RESIZE")
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                #expect(try await api.usage() == [0, 0, 0])
                #expect(try cloud.unfinishedFiles() == [])
            }
        }

        @Test(.timeLimit(.minutes(12)))
        func `a Linux guest sees the larger disk with its file on it, and after a revert what it had before`()
            async throws
        {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(
                    "linux", file: Binaries.guests + "/linux/disk.qcow2", format: "qcow2",
                    properties: ["img_hv_type": "qemu"])
                let small = try await api.makeFlavor("small", ram: 192, disk: 1)
                let large = try await api.makeFlavor("large", ram: 224, disk: 2)
                let id = try await api.createServer(
                    "writer", image: image, flavor: small,
                    ["user_data": .string(Data("# count\n".utf8).base64EncodedString())])
                try await api.wait(for: id, toBe: ["ACTIVE"])
                // Each boot is written into a file on the disk, and how often that was is told.
                try await expect(["sectors=2097152 boots=1"], of: id, api)
                try await api.resize(id, to: large, until: "VERIFY_RESIZE")
                _ = try await api.wait(forConsoleOf: id, toHold: "AERIE power button")
                try await expect(["sectors=2097152 boots=1", "sectors=4194304 boots=2"], of: id, api)
                try await api.act("revertResize", on: id, until: "ACTIVE")
                let reverted = ["sectors=2097152 boots=1", "sectors=4194304 boots=2", "sectors=2097152 boots=2"]
                try await expect(reverted, of: id, api)
                try await api.resize(id, to: large, until: "VERIFY_RESIZE")
                _ = try await api.action("confirmResize", on: id).expecting(204)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                try await expect(reverted + ["sectors=4194304 boots=3"], of: id, api)
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)), .enabled(if: TinyDisk.isPossible))
        func `a disk that is too full ends a resize with a fault, before the guest is touched or after`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "4"]]) { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                let larger = try await api.makeFlavor("larger", ram: 64, disk: 2)
                try await TinyDisk.with(on: cloud.directory + "/instances", kilobytes: 4096) { fill in
                    let id = try await api.createServer("crowded", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    let log = try await api.wait(forTicksOf: id)
                    try fill()
                    try await api.resize(id, to: larger, until: "ACTIVE")
                    #expect(try await api.failure(of: id).contains("not enough free space"))
                    _ = try await api.wait(forTicksOf: id, past: log.ticks)
                    try FileManager.default.removeItem(atPath: cloud.directory + "/instances/filler")

                    // It fills up while the guest is asked to shut down.
                    _ = try await api.action("resize", ["flavorRef": .string(larger)], on: id).expecting(202)
                    try await eventually("the guest is asked to shut down") {
                        try await api.server(id)[key: "OS-EXT-STS:task_state"] == "resize_migrating"
                    }
                    try fill()
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    #expect(try await api.failure(of: id).contains("not enough free space"))
                    try FileManager.default.removeItem(atPath: cloud.directory + "/instances/filler")
                    _ = try await api.wait(forTicksOf: id, boot: 2)
                    #expect(try await api.server(id)[key: "flavor"]?.text("id") == flavor)
                    #expect(try disks(of: id, in: cloud) == ["disk"])
                    try await api.resize(id, to: larger, until: "VERIFY_RESIZE")
                    _ = try await api.wait(forTicksOf: id, boot: 3)
                    try await api.deleteAndWait(id)
                }
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a resize is confirmed when its time is up, and one that must shrink a disk is refused`() async throws {
            let options = ["compute": ["shutdownTimeout": "1", "resizeConfirmWindow": "2"]]
            try await TestCloud.with(options: options) { cloud, api in
                let id = try await api.boot(.deaf, name: "patient")
                _ = try await api.wait(forTicksOf: id)
                let larger = try await api.makeFlavor("larger", ram: 64, disk: 2)
                try await api.resize(id, to: larger, until: "VERIFY_RESIZE")
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try disks(of: id, in: cloud) == ["disk"])
                let actions = try await api.get("/v2.1/servers/\(id)/os-instance-actions").expecting(200).json
                #expect(try actions.list("instanceActions").first?.text("action") == "confirmResize")
                let log = try await api.wait(forTicksOf: id, boot: 2)
                try await api.resize(id, to: "tiny", until: "ACTIVE")
                #expect(try await api.failure(of: id).contains("resize disk down"))
                _ = try await api.wait(forTicksOf: id, boot: 2, past: log.ticks)
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a migration finds no other host, and the guest goes on`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "settled")
                let log = try await api.wait(forTicksOf: id)
                _ = try await api.action("migrate", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try await api.failure(of: id).contains("No valid host was found."))
                _ = try await api.wait(forTicksOf: id, past: log.ticks)
                let own: JSONValue = ["host": .string(cloud.name)]
                _ = try await api.at("2.56").action("migrate", own, on: id).expecting(400)
            }
        }

        /// The lines about its disk that the guest has printed, oldest first.
        private func expect(_ lines: [String], of id: String, _ api: APIClient) async throws {
            var found: [String] = []
            try await eventually("\(id) says \(lines.last ?? "")", within: .seconds(300)) {
                let log = try await api.consoleLog(of: id)
                found = log.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("AERIE disk ") }
                    .map { String($0.dropFirst(11)) }
                let boots = log.components(separatedBy: "AERIE ready").count - 1
                return boots >= lines.count && found.count >= lines.count
            }
            #expect(found == lines)
        }

        private func disks(of id: String, in cloud: TestCloud) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/instances/\(id)")
                .filter { $0.hasPrefix("disk") }.sorted()
        }

        /// A guest as libvirt and QEMU's tools see it.
        private struct Shape: Equatable {
            var vcpus: String?
            /// KiB.
            var memory: String?
            /// Bytes.
            var disk: Int64?

            init(vcpus: String, memory: String, disk: Int64) {
                (self.vcpus, self.memory, self.disk) = (vcpus, memory, disk)
            }

            init(of id: String, in cloud: TestCloud) async throws {
                let counted = await Virsh.statistics(of: id)
                vcpus = counted["vcpu.current"]
                memory = counted["balloon.maximum"]
                disk = try await GuestFile(cloud.directory + "/instances/\(id)/disk").info().virtualSize
            }
        }
    }
}

extension APIClient {
    func resize(_ server: String, to flavor: String, until status: String) async throws {
        _ = try await action("resize", ["flavorRef": .string(flavor)], on: server).expecting(202)
        try await wait(for: server, toBe: [status])
    }

    /// vCPUs, MiB and GiB that servers have of the hosts.
    fileprivate func usage() async throws -> [Int64] {
        let answer = try await at("2.1").get("/v2.1/os-hypervisors/statistics").expecting(200).json
        let figures = try answer[key: "hypervisor_statistics"].orThrow("no statistics")
        // What the host keeps for itself counts as used.
        return [
            try figures.integer("vcpus_used"), try figures.integer("memory_mb_used") - 512,
            try figures.integer("local_gb_used"),
        ]
    }
}
