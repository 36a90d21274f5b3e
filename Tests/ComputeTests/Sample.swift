import Compute

/// Records for tests of what needs no store.
enum Sample {
    static let id = ServerID("00000000-0000-4000-8000-00000000000a")
    static let now = Timestamp(microseconds: 1_780_000_000_000_000)

    static func server(_ fill: (inout ServerRecord) -> Void = { _ in }) -> ServerRecord {
        var server = ServerRecord(
            id: id, number: 1, name: "web", hostname: "web", projectID: ProjectID("p"), userID: UserID("u"),
            flavor: flavor(), image: image(), createdAt: now, reservationID: "r-1")
        fill(&server)
        return server
    }

    static func flavor(vcpus: Int = 2, ram: Int = 512, disk: Int = 10, ephemeral: Int = 0, swap: Int = 0)
        -> ServerFlavor
    {
        ServerFlavor(
            id: "m1", name: "m1.small", vcpus: vcpus, ram: ram, disk: disk, ephemeral: ephemeral, swap: swap,
            extraSpecs: [:])
    }

    static func image(_ properties: [String: String] = [:]) -> ServerImage {
        ServerImage(
            id: ImageID("aaaaaaaa-0000-4000-8000-000000000001"), name: "linux", diskFormat: .qcow2,
            containerFormat: "bare", minDisk: 0, minRAM: 0, kernelID: nil, ramdiskID: nil, properties: properties)
    }

    static func origin(admin: Bool = false) -> Origin {
        Origin(requestID: "req-1", userID: UserID("u"), projectID: ProjectID("p"), passesLocks: admin)
    }
}
