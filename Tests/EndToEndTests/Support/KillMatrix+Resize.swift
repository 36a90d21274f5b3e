import AerieTestSupport
import Foundation
import WireJSON

extension KillMatrix {
    /// To whichever of two flavors with a disk of the same size the server does not have.
    func resize(_ server: String) async throws {
        let flavors = try await api.get("/v2.1/flavors").expecting(200).json.list("flavors").map { try $0.text("id") }
        let other = "tinier"
        if !flavors.contains(other) { _ = try await api.makeFlavor(other, ram: 72, disk: 1, share: 20) }
        let present = try await api.server(server)[key: "flavor"].orThrow("no flavor").text("id")
        let body: JSONValue = ["flavorRef": .string(present == other ? flavor : other)]
        _ = try await api.action("resize", body, on: server).expecting(202)
    }

    /// The disk from before is there as long as it can be gone back to, and nothing else is on the way.
    mutating func settleResize(_ point: Point, of server: String) async throws {
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/instances/" + server))
        let wanted: Set<String> = point.request == .resize ? ["disk", "disk.old"] : ["disk"]
        let found = files.filter { $0.hasPrefix("disk") }
        if found != wanted { note("\(point.place): the disks are \(found)") }
    }
}

extension KillMatrix.Request {
    var isOfResize: Bool { [.resize, .confirmResize, .revertResize].contains(self) }
}
