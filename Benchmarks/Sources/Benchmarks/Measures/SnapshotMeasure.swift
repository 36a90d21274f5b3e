import Foundation

extension Bench {
    /// An image of a stopped server against `qemu-img convert` of its disk.
    func measureSnapshots(samples: Int, mebibytes: Int) throws {
        let admin = try admin()
        let file = daemon.directory + "/large.raw"
        defer { unlink(file) }
        try makeDisk(file, mebibytes: mebibytes)
        let image = try admin.makeImage(file: file)
        let id = try admin.createServer(
            try admin.createRequest(image: image, flavor: "bench", networks: "none", name: "large"))
        try admin.wait(for: id, toBe: "ACTIVE")
        try admin.act(on: id, ["os-stop": NSNull()], until: "SHUTOFF")
        var (ours, floor): ([Double], [Double]) = ([], [])
        for _ in 0..<samples {
            floor.append(try timed { try convert(id) })
            var made = ""
            ours.append(try timed { made = try admin.makeImage(of: id) })
            _ = try admin.delete("/image/v2/images/\(made)").expecting(204)
        }
        table.add(
            Figure(
                name: "image of a stopped server, \(mebibytes) MiB", ours: ours.median, floor: floor.median,
                unit: .milliseconds, goal: .atMost(times: 1.2)))
        try admin.deleteAll([id])
    }

    /// A boot sector, and behind it data that neither compresses nor is zero.
    private func makeDisk(_ file: String, mebibytes: Int) throws {
        var data = try Data(contentsOf: URL(filePath: guest))
        var generator = SystemRandomNumberGenerator()
        data.reserveCapacity(mebibytes << 20)
        while data.count < mebibytes << 20 {
            withUnsafeBytes(of: generator.next()) { data.append(contentsOf: $0) }
        }
        try data.write(to: URL(filePath: file))
    }

    private func convert(_ server: String) throws {
        let target = daemon.directory + "/floor.raw"
        defer { unlink(target) }
        let source = "\(daemon.directory)/instances/\(server)/disk"
        let run = try Command.run("/usr/bin/qemu-img", ["convert", "-f", "qcow2", "-O", "raw", source, target])
        guard run.status == 0 else { throw BenchmarkError("qemu-img failed: \(run.output)") }
    }
}
