import Foundation

extension Bench {
    /// Create and delete in turns with the same guest through libvirt alone.
    func measureLifecycle(samples: Int) throws {
        let create = try createRequest(networks: "auto")
        let admin = try admin()
        // The first server of an image waits for the image's conversion, which is not what is measured.
        let first = try admin.createServer(create)
        try admin.wait(for: first, toBe: "ACTIVE")
        let floor = try RawGuest(like: first, of: libvirt, daemon: daemon)
        let document = try floor.document()
        try admin.deleteAll([first])
        var ours: [(create: Double, delete: Double)] = []
        var raw: [(create: Double, delete: Double)] = []
        for _ in 0..<samples {
            ours.append(try serverLifecycle(create, by: admin))
            raw.append(try floor.lifecycle(document))
        }
        table.add(
            Figure(
                name: "create to ACTIVE", ours: ours.map(\.create).median, floor: raw.map(\.create).median,
                unit: .milliseconds, goal: .atMost(times: 1.15)))
        table.add(
            Figure(
                name: "delete to gone", ours: ours.map(\.delete).median, floor: raw.map(\.delete).median,
                unit: .milliseconds, goal: .atMost(times: 1.15)))
    }

    private func serverLifecycle(_ create: [UInt8], by admin: APICaller) throws -> (create: Double, delete: Double) {
        var id = ""
        let creation = try timed {
            id = try admin.createServer(create)
            try admin.wait(for: id, toBe: "ACTIVE")
        }
        usleep(100_000)
        let deletion = try timed { try admin.deleteAll([id]) }
        return (creation, deletion)
    }

    func measureDiagnostics(samples: Int) throws {
        let admin = try admin()
        let id = try admin.createServer(try createRequest(networks: "auto"))
        try admin.wait(for: id, toBe: "ACTIVE")
        let guest = try libvirt.guest(uuid: id)
        let request = try admin.request("GET", "/v2.1/servers/\(id)/diagnostics")
        var ours: [Double] = []
        var raw: [Double] = []
        for _ in 0..<samples {
            ours.append(try timed { _ = try admin.exchange(request).expecting(200) })
            raw.append(try timed { try libvirt.statistics(of: guest) })
        }
        table.add(
            Figure(
                name: "diagnostics", ours: ours.median, floor: raw.median, unit: .milliseconds,
                goal: .atMost(times: 1.2)))
        try admin.deleteAll([id])
    }
}
