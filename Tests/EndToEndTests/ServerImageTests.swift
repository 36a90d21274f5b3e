import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndBeside {
    struct ServerImageTests {
        @Test(.timeLimit(.minutes(8)))
        func `an image of a running server holds its disk, needs no other, and boots; the guest goes on`() async throws
        {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "source")
                let disk = GuestFile(cloud.directory + "/instances/\(id)/disk")
                _ = try await api.wait(forTicksOf: id)
                try await api.act("os-stop", on: id, until: "SHUTOFF")
                try await disk.write(pattern: 0x5a)
                try await api.act("os-start", on: id, until: "ACTIVE")
                let log = try await api.wait(forTicksOf: id, boot: 2)

                let image = try await api.makeImage(of: id)
                let record = try await api.get("/image/v2/images/\(image)").expecting(200).json
                #expect(try record.text("status") == "active")
                #expect(try record.text("image_type") == "snapshot" && record.text("instance_uuid") == id)
                let file = GuestFile(cloud.directory + "/images/" + image)
                #expect(try await file.info().backingFile == nil)
                #expect(record[key: "virtual_size"]?.integer == 1 << 30)
                #expect(try await file.sum("md5sum") == api.checksum(of: image))
                #expect(try await file.isSame(as: disk))
                _ = try await api.wait(forTicksOf: id, boot: 2, past: log.ticks)
                #expect(await Virsh.run("domblklist", id).contains(disk.path))

                // Nothing that the image was made from is there any more.
                try await api.deleteAndWait(id)
                let copy = try await api.createServer("copy", image: image, flavor: "tiny")
                try await api.wait(for: copy, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: copy)
                #expect(try await GuestFile(cloud.directory + "/instances/\(copy)/disk").has(pattern: 0x5a))
                #expect(try await Holdings(of: cloud, api).faults(when: [copy]) == [])
                #expect(try cloud.unfinishedFiles() == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `images are made of stopped, suspended and paused servers, which stay as they are`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "resting")
                let disk = GuestFile(cloud.directory + "/instances/\(id)/disk")
                for (action, status, back) in [
                    ("os-stop", "SHUTOFF", "os-start"), ("suspend", "SUSPENDED", "resume"),
                    ("pause", "PAUSED", "unpause"),
                ] {
                    try await api.act(action, on: id, until: status)
                    let state = await Virsh.state(of: id)
                    if status == "SHUTOFF" { try await disk.write(pattern: 0x33) }
                    let image = try await api.makeImage(of: id, status: status)
                    #expect(await Virsh.state(of: id) == state)
                    let file = GuestFile(cloud.directory + "/images/" + image)
                    #expect(try await file.isSame(as: disk))
                    #expect(try await file.has(pattern: 0x33))
                    try await api.act(back, on: id, until: "ACTIVE")
                }
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                #expect(try cloud.unfinishedFiles() == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `backups rotate, and one of none leaves nothing`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "saved")
                for name in ["one", "two", "three"] {
                    try await api.backUp(id, name, 2)
                }
                #expect(try await api.images(of: id) == ["three", "two"])
                try await api.backUp(id, "four", 0)
                #expect(try await api.images(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)), .enabled(if: TinyDisk.isPossible))
        func `a full disk ends an image with a fault; the server goes on, and nothing of the image stays`() async throws
        {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                try await TinyDisk.with(on: cloud.directory + "/instances", kilobytes: 4096) { fill in
                    let id = try await api.createServer("crowded", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    try fill()
                    _ = try await api.action("createImage", ["name": "lost"], on: id).expecting(202)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    #expect(try await api.failure(of: id).contains("not enough free space"))
                    #expect(try await api.images(of: id) == [])
                    #expect(try cloud.unfinishedFiles() == [])
                    try FileManager.default.removeItem(atPath: cloud.directory + "/instances/filler")
                    #expect(await Virsh.state(of: id) == "running")
                    _ = try await api.makeImage(of: id)
                    try await api.deleteAndWait(id)
                }
            }
        }

        @Test(.timeLimit(.minutes(8)), .enabled(if: TinyDisk.isPossible))
        func `an image that would take the last of the disk from running guests is given up`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                try await TinyDisk.with(on: cloud.directory + "/instances", kilobytes: 100 << 10) { fill in
                    let id = try await api.createServer("greedy", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    try fill()
                    let filler = cloud.directory + "/instances/filler"
                    let handle = try FileHandle(forWritingTo: URL(filePath: filler))
                    // Enough for the image as it is now, and less than a twentieth of the disk.
                    try handle.truncate(atOffset: try handle.seekToEnd() - (3 << 20))
                    try handle.close()
                    _ = try await api.action("createImage", ["name": "lost"], on: id).expecting(202)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    #expect(try await api.failure(of: id).contains("nearly full"))
                    #expect(await Virsh.state(of: id) == "running")
                    #expect(try cloud.unfinishedFiles() == [])
                    try FileManager.default.removeItem(atPath: filler)
                    _ = try await api.makeImage(of: id)
                    try await api.deleteAndWait(id)
                }
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `a delete ends an image that is being made, even of a QEMU that hangs`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "doomed")
                let process = try #require(QEMUProcess.all(of: id).first)
                kill(process, SIGSTOP)
                defer { kill(process, SIGCONT) }
                _ = try await api.action("createImage", ["name": "never"], on: id).expecting(202)
                try await eventually("the copy is tried") {
                    try await api.server(id)[key: "OS-EXT-STS:task_state"] == "image_snapshot"
                }
                try await api.deleteAndWait(id)
                #expect(try await api.images(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                #expect(try cloud.unfinishedFiles() == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `an image that must be quiesced is not made while no agent answers`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let image = try await api.makeImage(
                    "quiet", file: BootSector.deaf.file,
                    properties: [
                        "img_hv_type": Binaries.realModeHypervisor, "hw_qemu_guest_agent": "yes",
                        "os_require_quiesce": "yes",
                    ])
                let id = try await api.createServer("quiet", image: image, flavor: try await api.makeTinyFlavor())
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.action("createImage", ["name": "loud"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try await api.images(of: id) == [])
                #expect(try await api.failure(of: id).contains("os_require_quiesce"))
                #expect(await !Virsh.run("dumpxml", id).contains("<mirror"))
                try await api.act("os-stop", on: id, until: "SHUTOFF")
                _ = try await api.makeImage(of: id, status: "SHUTOFF")
                #expect(try cloud.unfinishedFiles() == [])
            }
        }
    }
}
