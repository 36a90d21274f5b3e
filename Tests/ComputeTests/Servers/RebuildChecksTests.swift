import AerieTestSupport
import Compute
import Store
import Testing

@Suite("What a rebuild is refused for")
struct RebuildChecksTests {
    private static let missing = ImageID("aaaaaaaa-0000-4000-8000-00000000000f")

    /// What a rebuild with these changes is refused with; nil when it is accepted.
    private func refusal(
        _ cloud: Cloud, image: ImageID = Bench.image, _ fill: (inout RebuildRequest) -> Void = { _ in }
    ) async throws -> ComputeError? {
        let id = try await cloud.bench.active()
        var request = RebuildRequest(image: image)
        fill(&request)
        let found = await cloud.error { () async throws(ComputeError) in
            try await cloud.service.rebuild(
                id, request, user: Bench.user, in: .project(Bench.project), with: [], origin: cloud.bench.origin())
        }
        if found != nil { #expect(try await cloud.bench.server(id).taskState == nil) }
        return found
    }

    @Test("An image must be there, active, small enough, and one that a guest here can have")
    func images() async throws {
        try await Cloud.with { cloud in
            #expect(try await refusal(cloud, image: Self.missing) == .invalid("Cannot find image for rebuild"))
            let other = "aaaaaaaa-0000-4000-8000-00000000000"
            try await cloud.addImage(other + "2") { $0.status = .queued }
            try await cloud.addImage(other + "3") { $0.minRAM = 1024 }
            try await cloud.addImage(other + "4") { $0.minDisk = 11 }
            try await cloud.addImage(other + "5") { $0.virtualSize = 11 << 30 }
            try await cloud.addImage(other + "6") { $0.properties = ["hw_disk_bus": "tape"] }
            try await cloud.addImage(other + "7") { $0.properties = ["kernel_id": Self.missing.text] }
            try await cloud.addImage(other + "8") { $0.properties = ["auto_disk_config": "disabled"] }
            try await cloud.addImage(other + "9") {
                $0.owner = Cloud.otherProject
                $0.visibility = .private
            }
            let parts = [
                "2": "is not active", "3": "memory is too small", "4": "smaller than the minimum size",
                "5": "disk is too small", "6": "hw_disk_bus", "7": "kernel_id", "9": "Cannot find image for rebuild",
            ]
            for (digit, part) in parts {
                let found = try await refusal(cloud, image: ImageID(other + digit))
                #expect(found?.message.contains(part) == true, "\(String(describing: found))")
            }
            let fixed = try await refusal(cloud, image: ImageID(other + "8")) { $0.automaticDiskConfig = true }
            #expect(fixed == .invalid("Requested image \(other)8 has automatic disk resize disabled."))
        }
    }

    @Test("A key must be one of the caller's")
    func key() async throws {
        try await Cloud.with { cloud in
            let found = try await refusal(cloud) { $0.keyName = .set("unknown") }
            #expect(found == .invalid("Invalid key_name provided."))
        }
    }

    @Test("Metadata and files are limited as at create")
    func limits() async throws {
        try await Cloud.with(settings: { $0.limits.metadataItems = 1 }) { cloud in
            let many = try await refusal(cloud) { $0.metadata = ["a": "1", "b": "2"] }
            #expect(many == .forbidden("Maximum number of metadata items exceeds 1"))
            let file = InjectedFile(path: "/a", contents: [])
            let files = try await refusal(cloud) { $0.files = Array(repeating: file, count: 6) }
            #expect(files == .forbidden("Maximum number of injected files exceeds 5"))
        }
    }

    @Test("A wrong state is told before a wrong image, and a second rebuild waits for none")
    func states() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.paused()
            let request = RebuildRequest(image: Self.missing)
            let found = await cloud.error { () async throws(ComputeError) in
                try await cloud.service.rebuild(
                    id, request, user: Bench.user, in: .everything, with: [], origin: cloud.bench.origin())
            }
            #expect(found?.message == "Cannot 'rebuild' instance \(id) while it is in vm_state paused")
            let other = try await cloud.bench.active()
            try await cloud.bench.rebuild(other)
            let again = await cloud.error { () async throws(ComputeError) in
                try await cloud.service.rebuild(
                    other, request, user: Bench.user, in: .everything, with: [], origin: cloud.bench.origin())
            }
            #expect(again?.message == "Cannot 'rebuild' instance \(other) while it is in task_state rebuilding")
        }
    }
}
