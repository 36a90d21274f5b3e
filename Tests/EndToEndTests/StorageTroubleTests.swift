import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct StorageTroubleTests {
        @Test(.timeLimit(.minutes(6)))
        func `an image with a backing file is refused, and good content can be uploaded after it`() async throws {
            try await TestCloud.with { cloud, api in
                let hostile = cloud.directory + "/hostile.qcow2"
                let tool = ["create", "-q", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", "-u", hostile, "1M"]
                _ = try await ProgramRun.of("/usr/bin/qemu-img", tool).expecting(0)
                let image: JSONValue = ["name": "hostile", "disk_format": "qcow2", "container_format": "bare"]
                let id = try await api.post("/image/v2/images", image).expecting(201).json.text("id")

                let refusal = try await api.upload(hostile, to: id).expecting(400)
                #expect(refusal.text.contains("backing file"), "\(refusal.text)")
                #expect(try await api.get("/image/v2/images/\(id)").expecting(200).json.text("status") == "queued")

                let good = cloud.directory + "/good.qcow2"
                let convert = ["convert", "-f", "raw", "-O", "qcow2", BootSector.deaf.file, good]
                _ = try await ProgramRun.of("/usr/bin/qemu-img", convert).expecting(0)
                _ = try await api.upload(good, to: id).expecting(204)
                #expect(try await api.get("/image/v2/images/\(id)").expecting(200).json.text("status") == "active")
                let left = try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/images")
                #expect(left.filter { $0.contains(id) }.count == left.count, "only the image itself: \(left)")
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a lost base image comes back from the image when its server starts`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.obedient, name: "rooted")
                _ = try await api.wait(forTicksOf: id)
                _ = try await api.action("os-stop", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                let base = cloud.directory + "/base"
                let files = try FileManager.default.contentsOfDirectory(atPath: base)
                #expect(!files.isEmpty)
                for file in files { try FileManager.default.removeItem(atPath: base + "/" + file) }

                _ = try await api.action("os-start", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2)
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a server whose image file is missing goes to ERROR with a fault, and leaves nothing`() async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(.deaf)
                let images = cloud.directory + "/images"
                for file in try FileManager.default.contentsOfDirectory(atPath: images) {
                    try FileManager.default.removeItem(atPath: images + "/" + file)
                }
                let id = try await api.createServer("rootless", image: image, flavor: try await api.makeTinyFlavor())
                try await api.wait(for: id, toBe: ["ERROR"])
                let fault = try await api.fault(of: id)
                #expect(fault.contains(image), "\(fault)")
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                try await api.deleteAndWait(id)
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `on a full disk a server goes to ERROR with a fault, and the next one is built`() async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                let full: String = try await TinyDisk.with(on: cloud.directory + "/instances") { fill in
                    try fill()
                    let id = try await api.createServer("unlucky", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ERROR"])
                    #expect(try await Holdings(of: cloud, api).domains == [])
                    return id
                }
                let fault = try await api.fault(of: full)
                #expect(fault.contains("space"), "\(fault)")
                try await api.deleteAndWait(full)
                let lucky = try await api.createServer("lucky", image: image, flavor: flavor)
                try await api.wait(for: lucky, toBe: ["ACTIVE"])
                #expect(try await Holdings(of: cloud, api).faults(when: [lucky]) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `on a disk without any room aeried starts, deletes, and begins nothing new until there is room`()
            async throws
        {
            try await TestCloud.with { cloud, _ in
                _ = await cloud.stop()
                let data = cloud.directory + "/data"
                try await TinyDisk.with(on: data, kilobytes: 128 << 10) { fill in
                    try await cloud.start(environment: ["AERIE_STORAGE_DIRECTORY": data])
                    let api = try await cloud.logIn()
                    let image = try await api.makeImage(.deaf)
                    let flavor = try await api.makeFlavor("diskless", ram: 32, disk: 0)
                    let first = try await api.createServer("a", image: image, flavor: flavor)
                    let second = try await api.createServer("b", image: image, flavor: flavor)
                    for id in [first, second] { try await api.wait(for: id, toBe: ["ACTIVE"]) }
                    try fill()
                    try await api.deleteAndWait(first)
                    _ = await cloud.stop()
                    // SQLite makes it anew, and needs room for it.
                    try FileManager.default.removeItem(atPath: data + "/aerie.sqlite-shm")
                    try fill()
                    try await cloud.start(environment: ["AERIE_STORAGE_DIRECTORY": data])
                    #expect(!FileManager.default.fileExists(atPath: data + "/reserve"))
                    try fill()
                    try await api.wait(for: second, toBe: ["ACTIVE"])
                    try await api.deleteAndWait(second)
                    let body: JSONValue = ["name": "c", "imageRef": .string(image), "flavorRef": .string(flavor)]
                    _ = try await api.post("/v2.1/servers", ["server": body]).expecting(503)
                    try FileManager.default.removeItem(atPath: data + "/filler")
                    let third = try await api.createServer("c", image: image, flavor: flavor)
                    try await api.wait(for: third, toBe: ["ACTIVE"])
                    #expect(FileManager.default.fileExists(atPath: data + "/reserve"))
                    try await api.deleteAndWait(third)
                    #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/instances") == [])
                    _ = await cloud.stop()
                }
            }
        }
    }
}

extension APIClient {
    /// Sends a file as an image's content.
    func upload(_ file: String, to image: String) async throws -> Answer {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        return try await put("/image/v2/images/\(image)/file", bytes: bytes, type: "application/octet-stream")
    }
}
