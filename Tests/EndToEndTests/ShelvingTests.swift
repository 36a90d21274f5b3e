import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    struct ShelvingTests {
        private static let staying = ["compute": ["shutdownTimeout": "1", "shelvedOffloadTime": "-1"]]
        private static let leaving = ["compute": ["shutdownTimeout": "1"]]

        @Test(.timeLimit(.minutes(10)))
        func `a shelved server starts again on its host, and from its image once it has left`() async throws {
            try await TestCloud.with(options: Self.staying) { cloud, api in
                let id = try await api.boot(.deaf, name: "put-aside")
                let disk = GuestFile(cloud.directory + "/instances/\(id)/disk")
                _ = try await api.wait(forTicksOf: id)
                let original = try #require(try await api.server(id)[key: "image"]?[key: "id"]?.text)

                try await api.act("shelve", on: id, until: "SHELVED")
                #expect(await Virsh.state(of: id) == "shut off")
                #expect(try await api.images(of: id) == ["put-aside-shelved"])
                #expect(try await api.server(id)[key: "OS-EXT-STS:power_state"] == 4)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                _ = try await api.action("os-start", on: id).expecting(409)
                try await api.act("unshelve", on: id, until: "ACTIVE")
                _ = try await api.wait(forTicksOf: id, boot: 2)
                #expect(try await api.images(of: id) == [])

                try await api.act("os-stop", on: id, until: "SHUTOFF")
                try await disk.write(pattern: 0x77)
                try await api.act("shelve", on: id, until: "SHELVED")
                try await api.act("shelveOffload", on: id, until: "SHELVED_OFFLOADED")
                try await Self.expectAway(id, cloud, api)

                try await api.act("unshelve", on: id, until: "ACTIVE")
                _ = try await api.wait(forTicksOf: id)
                #expect(try await api.images(of: id) == [])
                #expect(try await disk.info().backingFile == nil)
                #expect(try await disk.has(pattern: 0x77))
                #expect(try await api.server(id)[key: "image"]?[key: "id"]?.text == original)
                #expect(await Virsh.run("dumpxml", id).contains("<backingStore/>"))

                // Nothing that it ever was made of is there any more.
                _ = try await api.delete("/image/v2/images/\(original)").expecting(204)
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2)
                let copy = try await api.makeImage(of: id)
                #expect(try await GuestFile(cloud.directory + "/images/" + copy).isSame(as: disk))
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                #expect(try cloud.unfinishedFiles() == [])
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        /// What it held on its host is free; what is its own is not.
        private static func expectAway(_ id: String, _ cloud: TestCloud, _ api: APIClient) async throws {
            let server = try await api.server(id)
            #expect(server[key: "OS-EXT-SRV-ATTR:host"] == .null && server[key: "hostId"] == "")
            #expect(server[key: "OS-EXT-STS:power_state"] == 0)
            #expect(server[key: "addresses"]?.object?.members.count == 1)
            #expect(try await Holdings(of: cloud, api).faults(when: [], away: [id]) == [])
            let used = try await api.get("/v2.1/os-hypervisors/statistics").expecting(200).json
            #expect(used[key: "hypervisor_statistics"]?[key: "vcpus_used"] == 0)
            let limits = try await api.get("/v2.1/limits").expecting(200).json
            #expect(limits[key: "limits"]?[key: "absolute"]?[key: "totalInstancesUsed"] == 1)
            _ = try await api.action("os-getConsoleOutput", .object(JSONObject()), on: id).expecting(409)
            _ = try await api.get("/v2.1/servers/\(id)/diagnostics").expecting(409)
        }

        @Test(.timeLimit(.minutes(10)))
        func `suspended and paused servers are shelved as they are, and boot again`() async throws {
            try await TestCloud.with(options: Self.leaving) { cloud, api in
                let id = try await api.boot(.deaf, name: "resting")
                for (action, status) in [("pause", "PAUSED"), ("suspend", "SUSPENDED")] {
                    _ = try await api.wait(forTicksOf: id)
                    try await api.act(action, on: id, until: status)
                    try await api.act("shelve", on: id, until: "SHELVED_OFFLOADED")
                    #expect(try await Holdings(of: cloud, api).faults(when: [], away: [id]) == [])
                    try await api.act("unshelve", on: id, until: "ACTIVE")
                }
                _ = try await api.wait(forTicksOf: id)
                try await api.act("shelve", on: id, until: "SHELVED_OFFLOADED")
                try await api.deleteAndWait(id)
                #expect(try await api.images(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a server leaves its host when its time is up, also when aeried was dead meanwhile`() async throws {
            let options = ["compute": ["shutdownTimeout": "1", "shelvedOffloadTime": "3"]]
            try await TestCloud.with(options: options) { cloud, api in
                let id = try await api.boot(.deaf, name: "due")
                try await api.act("shelve", on: id, until: "SHELVED")
                await cloud.kill()
                try await cloud.start()
                try await api.wait(for: id, toBe: ["SHELVED_OFFLOADED"])
                let newest = try #require(
                    try await api.get("/v2.1/servers/\(id)/os-instance-actions").expecting(200).json
                        .list("instanceActions").first)
                #expect(newest[key: "action"] == "shelveOffload" && newest[key: "user_id"] == .null)
                #expect(try await Holdings(of: cloud, api).faults(when: [], away: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `without its image a server is in ERROR, and goes with a delete`() async throws {
            try await TestCloud.with(options: Self.leaving) { cloud, api in
                let id = try await api.boot(.deaf, name: "lost")
                try await api.act("shelve", on: id, until: "SHELVED_OFFLOADED")
                let image = try await api.get("/image/v2/images?instance_uuid=\(id)").expecting(200).json
                    .list("images").first.orThrow("no image").text("id")
                _ = try await api.delete("/image/v2/images/\(image)").expecting(204)
                _ = try await api.action("unshelve", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ERROR"])
                let fault = try await api.server(id)[key: "fault"]?[key: "message"]?.text ?? ""
                #expect(fault.contains("the image \(image) cannot be found"))
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)), .enabled(if: TinyDisk.isPossible))
        func `a full disk ends a shelve with a fault, and the guest runs again`() async throws {
            try await TestCloud.with(options: Self.leaving) { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                try await TinyDisk.with(on: cloud.directory + "/instances", kilobytes: 4096) { fill in
                    let id = try await api.createServer("crowded", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    try fill()
                    _ = try await api.action("shelve", on: id).expecting(202)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    #expect(try await api.failure(of: id).contains("not enough free space"))
                    #expect(await Virsh.state(of: id) == "running")
                    #expect(try await api.images(of: id) == [])
                    #expect(try cloud.unfinishedFiles() == [])
                    try FileManager.default.removeItem(atPath: cloud.directory + "/instances/filler")
                    try await api.act("shelve", on: id, until: "SHELVED_OFFLOADED")
                    try await api.deleteAndWait(id)
                }
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `a delete ends a shelve, even of a QEMU that hangs`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "60"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "doomed")
                let process = try #require(QEMUProcess.all(of: id).first)
                kill(process, SIGSTOP)
                defer { kill(process, SIGCONT) }
                _ = try await api.action("shelve", on: id).expecting(202)
                try await eventually("it is being shelved") {
                    try await api.server(id)[key: "OS-EXT-STS:task_state"] == "shelving"
                }
                try await api.deleteAndWait(id)
                #expect(try await api.images(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                #expect(try cloud.unfinishedFiles() == [])
            }
        }

        @Test(.timeLimit(.minutes(15)))
        func `a file that a guest wrote is there after shelve, unshelve, image and hard reboot`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "60"]]) { cloud, api in
                let image = try await api.makeImage(
                    "linux", file: Binaries.guests + "/linux/disk.qcow2", format: "qcow2",
                    properties: ["img_hv_type": "qemu"])
                let id = try await api.createServer(
                    "writer", image: image, flavor: try await api.makeFlavor("linux", ram: 192, disk: 1))
                try await api.wait(for: id, toBe: ["ACTIVE"])
                try await api.type("mount /dev/vda1 /mnt; echo kept >/mnt/file; umount /mnt; echo written''!", on: id)
                _ = try await api.wait(forConsoleOf: id, toHold: "written!")

                _ = try await api.action("shelve", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SHELVED_OFFLOADED"], within: .seconds(300))
                try await api.act("unshelve", on: id, until: "ACTIVE")
                #expect(try await api.images(of: id) == [], "its shelved image is gone")
                _ = try await api.delete("/image/v2/images/\(image)").expecting(204)
                let read = "mount -r /dev/vda1 /mnt; echo \"[$(cat /mnt/file)]\"; umount /mnt"
                try await api.type(read, on: id)
                _ = try await api.wait(forConsoleOf: id, toHold: "[kept]")

                let copy = try await api.makeImage(of: id)
                _ = try await api.delete("/image/v2/images/\(copy)").expecting(204)
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                try await api.type(read, on: id, boot: 2)
                try await eventually("the file is there once more") {
                    try await api.consoleLog(of: id).components(separatedBy: "[kept]").count == 3
                }
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }
    }
}

extension APIClient {
    /// Types a line at the shell of a Linux guest's serial port, once it has booted.
    fileprivate func type(_ line: String, on server: String, boot: Int = 1) async throws {
        try await eventually("the guest is ready", within: .seconds(600)) {
            try await consoleLog(of: server).components(separatedBy: "AERIE ready").count > boot
        }
        let probe = try await console("serial", "serial", of: server).open()
        try await probe.send(Array((line + "\n").utf8))
        // Its echo: the guest has taken it.
        _ = try await probe.receive(atLeast: line.utf8.count)
    }
}
