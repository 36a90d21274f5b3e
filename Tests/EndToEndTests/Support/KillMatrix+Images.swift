import AerieTestSupport
import Foundation

extension KillMatrix {
    /// There is the one image that was asked for, whole, and nothing on the way to it.
    mutating func settleImage(_ point: Point) async throws {
        let images = try await api.get("/image/v2/images").expecting(200).json.list("images")
        let made = try images.filter { try $0.text("id") != image }
        let states = try made.map { try $0.text("status") }
        if states != ["active"] { note("\(point.place): images are \(states)") }
        for image in made {
            let id = try image.text("id")
            let file = cloud.directory + "/images/" + id
            let check = try await ProgramRun.of("/usr/bin/qemu-img", ["check", "-q", "-f", "qcow2", file])
            if check.status != 0 { note("\(point.place): the image is broken") }
            _ = try await api.delete("/image/v2/images/\(id)").expecting(204)
        }
        let left = try FileManager.default.subpathsOfDirectory(atPath: cloud.directory).filter { $0.hasSuffix(".part") }
        if !left.isEmpty { note("\(point.place): \(left) is left") }
        let files = try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/images")
        if files != [image] { note("\(point.place): image files are \(files)") }
    }
}
