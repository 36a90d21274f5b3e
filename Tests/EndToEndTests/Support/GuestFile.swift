import AerieTestSupport
import Foundation
import WireJSON

/// A qcow2 file, read and written by QEMU's own tools.
struct GuestFile {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Writes into the second MiB, while nobody else does.
    func write(pattern: UInt8) async throws {
        _ = try await io("write -P \(pattern) 1M 64k").expecting(0)
    }

    func has(pattern: UInt8) async throws -> Bool {
        try await io("-r", "-U", "read -P \(pattern) 1M 64k").expecting(0).output.contains("Pattern verification")
            == false
    }

    private func io(_ options: String...) async throws -> ProgramRun {
        let command = options.last ?? ""
        return try await ProgramRun.of(
            "/usr/bin/qemu-io", options.dropLast() + ["-f", "qcow2", "-c", command, path])
    }

    func info() async throws -> (virtualSize: Int64?, backingFile: String?) {
        let tool = ["info", "-U", "--output=json", path]
        let json = try JSONParser.parse(
            Array(try await ProgramRun.of("/usr/bin/qemu-img", tool).expecting(0).output.utf8))
        return (json[key: "virtual-size"]?.integer, json[key: "backing-filename"]?.text)
    }

    /// To its guest.
    func isSame(as other: GuestFile) async throws -> Bool {
        let tool = ["compare", "-U", "-f", "qcow2", "-F", "qcow2", path, other.path]
        return try await ProgramRun.of("/usr/bin/qemu-img", tool).status == 0
    }

    func sum(_ tool: String) async throws -> String {
        let run = try await ProgramRun.of("/usr/bin/" + tool, [path]).expecting(0)
        return run.output.split(separator: " ").first.map(String.init) ?? ""
    }
}

extension APIClient {
    func act(_ action: String, on server: String, until status: String) async throws {
        _ = try await self.action(action, on: server).expecting(202)
        try await wait(for: server, toBe: [status])
    }

    /// An image of the server, complete.
    func makeImage(of server: String, status: String = "ACTIVE") async throws -> String {
        let answer = try await at("2.45").action("createImage", ["name": "made"], on: server).expecting(202)
        let image = try answer.json.text("image_id")
        try await wait(for: server, toBe: [status])
        guard try await get("/image/v2/images/\(image)").expecting(200).json.text("status") == "active" else {
            throw TestCloudError("the image is not active: \(try await failure(of: server))")
        }
        return image
    }

    /// The image's MD5, which comes a moment after its content.
    func checksum(of image: String) async throws -> String {
        var found: String?
        try await eventually("the image \(image) has a checksum") {
            found = try await get("/image/v2/images/\(image)").expecting(200).json[key: "checksum"]?.text
            return found != nil
        }
        return try found.orThrow("no checksum")
    }

    /// What the newest action of the server failed with.
    func failure(of server: String) async throws -> String {
        let place = "/v2.1/servers/\(server)/os-instance-actions"
        let newest = try await get(place).expecting(200).json.list("instanceActions").first.orThrow("no action")
        let action = try await at("2.84").get(place + "/" + newest.text("request_id")).expecting(200).json
        return try action[key: "instanceAction"].orThrow("no action").list("events").first.orThrow("no event").text(
            "details")
    }

    func backUp(_ server: String, _ name: String, _ rotation: Int64) async throws {
        let body: JSONValue = ["name": .string(name), "backup_type": "daily", "rotation": .int(rotation)]
        _ = try await action("createBackup", body, on: server).expecting(202)
        try await wait(for: server, toBe: ["ACTIVE"])
    }

    /// - Parameter more: further members of `rebuild`.
    /// - Returns: the server as it is answered.
    @discardableResult
    func rebuild(_ server: String, from image: String, _ more: [String: JSONValue] = [:]) async throws -> JSONValue {
        var body = JSONObject("imageRef", .string(image))
        for (key, value) in more { body[key] = value }
        let answer = try await action("rebuild", .object(body), on: server).expecting(202)
        return try answer.json[key: "server"].orThrow("no server in \(answer.text)")
    }

    /// Names of the images that were made of the server, newest first.
    func images(of server: String) async throws -> [String] {
        try await get("/image/v2/images?instance_uuid=\(server)&sort=created_at:desc").expecting(200).json.list(
            "images"
        )
        .map { try $0.text("name") }
    }
}

extension TestCloud {
    /// What a rebuild of the server has left beside its disks.
    nonisolated func rebuildLeftovers(of server: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory + "/instances/" + server)
            .filter { $0 == "rebuild" || $0 == "replaced" }
    }

    /// What something began to write and has not finished.
    nonisolated func unfinishedFiles() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory).filter { $0.hasSuffix(".part") }
    }
}
