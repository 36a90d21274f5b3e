import Foundation

extension APICaller {
    /// Uploads the boot-sector guest: it needs no operating system and runs under KVM wherever that opens.
    /// - Returns: the image's id.
    func makeImage(file: String) throws -> String {
        let hypervisor = FileManager.default.isWritableFile(atPath: "/dev/kvm") ? "kvm" : "qemu"
        let made = try post(
            "/image/v2/images",
            ["name": "boot sector", "disk_format": "raw", "container_format": "bare", "img_hv_type": hypervisor]
        ).expecting(201)
        guard let id = made.json["id"] as? String else { throw BenchmarkError("no image id in \(made.text)") }
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let upload = request("PUT", "/image/v2/images/\(id)/file", bytes: bytes, type: "application/octet-stream")
        _ = try exchange(upload).expecting(204)
        return id
    }

    /// - Returns: the id of a flavor of 64 MiB.
    func makeFlavor() throws -> String {
        _ = try post(
            "/v2.1/flavors", ["flavor": ["id": "bench", "name": "bench", "ram": 64, "disk": 1, "vcpus": 1]]
        ).expecting(200)
        return "bench"
    }

    /// - Parameter networks: `none`, or `auto` for one NIC.
    func createRequest(image: String, flavor: String, networks: String, name: String) throws -> [UInt8] {
        try request(
            "POST", "/v2.1/servers",
            [
                "server": [
                    "name": name, "imageRef": image, "flavorRef": flavor, "networks": networks,
                    "metadata": ["role": "benchmark", "owner": "nobody"],
                ]
            ])
    }

    func createServer(_ request: [UInt8]) throws -> String {
        let reply = try exchange(request).expecting(202)
        guard let id = (reply.json["server"] as? [String: Any])?["id"] as? String else {
            throw BenchmarkError("no server id in \(reply.text)")
        }
        return id
    }

    /// Does an action, and waits for the state it ends in.
    func act(on server: String, _ action: [String: Any], until wanted: String) throws {
        let reply = try post("/v2.1/servers/\(server)/action", action)
        guard (200..<300).contains(reply.status) else { throw BenchmarkError("\(action): \(reply.text)") }
        try wait(for: server, toBe: wanted, pause: 500)
    }

    /// - Returns: the id of the image once it is there.
    func makeImage(of server: String) throws -> String {
        let reply = try post("/v2.1/servers/\(server)/action", ["createImage": ["name": "made"]]).expecting(202)
        guard let id = reply.json["image_id"] as? String else { throw BenchmarkError("no image id in \(reply.text)") }
        let request = try request("GET", "/image/v2/images/\(id)")
        let start = Stopwatch()
        while start.seconds < 120 {
            if try exchange(request).expecting(200).json["status"] as? String == "active" { return id }
            usleep(2_000)
        }
        throw BenchmarkError("the image \(id) of \(server) did not become active")
    }

    /// Asks again and again until the server is ACTIVE, say, or is gone. The longer it takes, the more rarely: asking takes
    /// processors from what is measured.
    /// - Parameter pause: between two questions at first, in microseconds; a fiftieth of the time that went by when that is longer.
    func wait(for server: String, toBe wanted: String, seconds limit: Double = 120, pause: UInt32 = 10_000) throws {
        let request = try request("GET", "/v2.1/servers/\(server)")
        let start = Stopwatch()
        while start.seconds < limit {
            let reply = try exchange(request)
            let found = reply.json["server"] as? [String: Any]
            let status = reply.status == 404 ? "GONE" : found?["status"] as? String ?? ""
            if status == wanted { return }
            guard status != "ERROR" else { throw BenchmarkError("the server failed: \(found?["fault"] ?? "no fault")") }
            usleep(max(pause, UInt32(start.seconds * 1_000_000 / 50)))
        }
        throw BenchmarkError("the server \(server) did not become \(wanted) in \(limit) s")
    }

    func deleteAll(_ servers: [String]) throws {
        for server in servers { _ = try delete("/v2.1/servers/\(server)").expecting(204) }
        for server in servers { try wait(for: server, toBe: "GONE", seconds: 240) }
    }
}
