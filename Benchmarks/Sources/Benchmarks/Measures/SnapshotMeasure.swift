import Foundation

extension Bench {
    /// What makes an image of a stopped server, against `qemu-img convert` of its disk.
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
        try measureImages(of: id, samples: samples, mebibytes: mebibytes)
        try measureShelving(of: id, samples: samples, mebibytes: mebibytes)
        try admin.deleteAll([id])
    }

    private func measureImages(of id: String, samples: Int, mebibytes: Int) throws {
        let admin = try admin()
        try measure("image of a stopped server, \(mebibytes) MiB", of: id, samples: samples) {
            var made = ""
            let seconds = try timed { made = try admin.makeImage(of: id) }
            _ = try admin.delete("/image/v2/images/\(made)").expecting(204)
            return seconds
        }
    }

    /// Until it has left its host.
    private func measureShelving(of id: String, samples: Int, mebibytes: Int) throws {
        let admin = try admin()
        try measure("shelve of a stopped server, \(mebibytes) MiB", of: id, samples: samples) {
            let seconds = try timed { try admin.act(on: id, ["shelve": NSNull()], until: "SHELVED_OFFLOADED") }
            try admin.act(on: id, ["unshelve": NSNull()], until: "ACTIVE")
            try admin.act(on: id, ["os-stop": NSNull()], until: "SHUTOFF")
            return seconds
        }
    }

    /// - Parameter work: leaves the server stopped, as it was.
    private func measure(_ name: String, of id: String, samples: Int, work: () throws -> Double) throws {
        var (ours, floor): ([Double], [Double]) = ([], [])
        for _ in 0..<samples {
            floor.append(try timed { try convert(id) })
            ours.append(try work())
        }
        table.add(
            Figure(
                name: name, ours: ours.median, floor: floor.median, unit: .milliseconds, goal: .atMost(times: 1.2)))
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

    /// Without a cache mode `qemu-img` would leave its copy to the page cache, and a host that loses its power would lose it.
    private func convert(_ server: String) throws {
        let target = daemon.directory + "/floor.raw"
        defer { unlink(target) }
        let source = "\(daemon.directory)/instances/\(server)/disk"
        let arguments = ["convert", "-t", "writeback", "-f", "qcow2", "-O", "raw", source, target]
        let run = try Command.run("/usr/bin/qemu-img", arguments)
        guard run.status == 0 else { throw BenchmarkError("qemu-img failed: \(run.output)") }
    }
}
