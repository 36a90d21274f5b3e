import AerieTestSupport
import Compute
import Store
import Testing

@Suite("Images of servers")
struct ServerImageTests {
    private func new(_ name: String = "copy", _ metadata: [String: String] = [:]) -> NewServerImage {
        NewServerImage(name: name, kind: .snapshot, metadata: metadata, hasMetadataLimit: true)
    }

    /// The image of a server on a bench of its own, whose own image is changed before.
    private func image(
        _ metadata: [String: String] = [:], _ edit: @escaping @Sendable (inout ImageRecord) -> Void = { _ in }
    ) async throws -> ImageRecord {
        let bench = try await CrashMatrix.Bench()
        _ = try await bench.stores.images.change(CrashMatrix.Bench.image, in: .everything) { edit(&$0) }
        let id = try await bench.active()
        let image = try await bench.service.createImage(
            new("copy", metadata), of: id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let record = try await bench.stores.images.image(image, in: .everything)
        #expect(record.properties["instance_uuid"] == id.text)
        await bench.close()
        return record
    }

    @Test("An image has the server's properties and the client's, and belongs to the server's project alone")
    func properties() async throws {
        let image = try await image(["colour": "blue", "os_distro": "mine"]) {
            $0.properties = ["os_distro": "debian", "hw_disk_bus": "virtio", "cache_in_nova": "true"]
            $0.minRAM = 64
        }
        #expect(image.name == "copy" && image.status == .active)
        #expect(image.visibility == .private && image.owner == CrashMatrix.Bench.project)
        #expect(image.diskFormat == .qcow2 && image.containerFormat == "bare")
        #expect(image.minDisk == 10 && image.minRAM == 64)
        #expect(image.size != nil)
        var properties = image.properties
        properties["instance_uuid"] = nil
        #expect(
            properties == [
                "base_image_ref": CrashMatrix.Bench.image.text, "image_type": "snapshot", "image_location": "snapshot",
                "image_state": "available", "user_id": CrashMatrix.Bench.user.text,
                "owner_id": CrashMatrix.Bench.project.text, "owner_user_name": "ann", "owner_project_name": "demo",
                "os_distro": "mine", "hw_disk_bus": "virtio", "colour": "blue",
            ])
    }

    @Test("The newest backup is the one just made, also when the clock was set back before")
    func newestByItsMaking() async throws {
        let bench = try await CrashMatrix.Bench()
        let id = try await bench.active()
        var made: [ImageID] = []
        for _ in 0..<3 {
            // The one before is an hour newer by the clock of then.
            if let last = made.last {
                _ = try await bench.stores.images.change(last, in: .everything) {
                    $0.createdAt = $0.createdAt.adding(seconds: 3600)
                }
            }
            made.append(
                try await bench.service.createBackup(
                    NewServerImage(name: "b", kind: .backup("daily"), metadata: [:], hasMetadataLimit: false),
                    series: "daily", rotation: 2, of: id, in: .everything, origin: bench.origin()))
            try await bench.runUntilIdle()
        }
        let images = try await bench.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9)))
        let backups = Set(images.filter { $0.properties["image_type"] == "backup" }.map(\.id))
        #expect(backups.count == 2 && backups.contains(made[2]))
        await bench.close()
    }

    @Test("An image of a server that was made of such an image names the first one as its base")
    func base() async throws {
        let image = try await image { $0.properties = ["base_image_ref": "first", "backup_type": "daily"] }
        #expect(image.properties["base_image_ref"] == "first")
        #expect(image.properties["backup_type"] == nil)
    }

    @Test(
        "A disc gives a disc, a file system one, everything else qcow2",
        arguments: [
            (DiskFormat.iso, "bare", DiskFormat.iso), (.raw, "bare", .qcow2), (.qcow2, "bare", .qcow2),
            (.ami, "ami", .ami),
        ])
    func formats(format: DiskFormat, container: String, made: DiskFormat) async throws {
        let image = try await image {
            $0.diskFormat = format
            $0.containerFormat = container
        }
        #expect(image.diskFormat == made && image.containerFormat == container)
    }

    @Test("A quiesced image is refused of a running server without an agent, and made of a stopped one")
    func quiesce() async throws {
        let bench = try await CrashMatrix.Bench()
        _ = try await bench.stores.images.change(CrashMatrix.Bench.image, in: .everything) {
            $0.properties = ["os_require_quiesce": "yes"]
        }
        let id = try await bench.active()
        let refusal = await #expect(throws: ComputeError.self) {
            try await bench.service.createImage(new(), of: id, in: .everything, origin: bench.origin())
        }
        #expect(refusal?.message.contains("Quiescing is not supported in instance \(id)") == true)
        #expect(try await bench.server(id).taskState == nil)
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let image = try await bench.service.createImage(new(), of: id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.images.image(image, in: .everything).status == .active)
        await bench.close()
    }

    @Test("A delete of the server ends an image that is being made, and nothing of it stays")
    func deleteWins() async throws {
        let bench = try await CrashMatrix.Bench()
        let id = try await bench.active()
        _ = try await bench.service.createImage(new(), of: id, in: .everything, origin: bench.origin())
        bench.calls.watch { call in
            guard call.name == "finishCopy" else { return nil }
            try? await bench.interrupt(id) {
                try await bench.service.delete(id, in: .everything, origin: bench.origin())
            }
            return .failed("The copy was ended.")
        }
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).deletedAt != nil)
        #expect(try await bench.strays() == [])
        #expect(try await bench.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9))).count == 1)
        await bench.close()
    }

    @Test("A delete that comes before the image is begun leaves nothing of it either")
    func deleteBeforeItBegan() async throws {
        let bench = try await CrashMatrix.Bench()
        let id = try await bench.active()
        _ = try await bench.service.createImage(new(), of: id, in: .everything, origin: bench.origin())
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).deletedAt != nil)
        #expect(try await bench.strays() == [])
        #expect(try await bench.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9))).count == 1)
        await bench.close()
    }

    @Test("A full disk is told as such, and the server goes on as it was")
    func fullDisk() async throws {
        let bench = try await CrashMatrix.Bench()
        let id = try await bench.active()
        bench.disks.interpose { call throws(ComputeError) in
            if call == "requireRoomForCopy" { throw .noSpace(details: "/somewhere") }
        }
        bench.calls.fail("finishCopy")
        _ = try await bench.service.createImage(new(), of: id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.vmState == .active && server.taskState == nil)
        #expect(server.fault?.message.contains("not enough free space") == true)
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    @Test("Rotation keeps the newest backups of its series, and those that are protected")
    func rotation() async throws {
        let bench = try await CrashMatrix.Bench()
        let id = try await bench.active()
        for name in ["a", "b", "c"] {
            let image = try await bench.backUp(id, as: name, keeping: 3)
            try await bench.runUntilIdle()
            if name == "a" {
                _ = try await bench.stores.images.change(image, in: .everything) { $0.isProtected = true }
            }
        }
        _ = try await bench.backUp(id, as: "d", keeping: 1)
        try await bench.runUntilIdle()
        var query = ImageQuery(scope: .everything, page: Page(limit: 9))
        query.properties = ["image_type": "backup"]
        #expect(Set(try await bench.stores.images.images(query).map(\.name)) == ["a", "d"])
        await bench.close()
    }
}
