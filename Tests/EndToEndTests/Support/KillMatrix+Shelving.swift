import AerieTestSupport
import Foundation

extension KillMatrix.Request {
    var isShelving: Bool { self == .shelve || self == .offload || self == .unshelve || self == .unshelveOffloaded }
}

extension KillMatrix {
    /// A server that is away is one whole image; one that is back stands on nothing, or on the image that it was made of.
    mutating func settleShelf(_ point: Point, of id: String, isAway: Bool) async throws {
        let images = try await api.get("/image/v2/images").expecting(200).json.list("images")
        let made = try images.filter { try $0.text("id") != image }
        let found = try made.map { try $0.text("name") + " " + $0.text("status") }
        if found != (isAway ? ["standing-shelved active"] : []) { note("\(point.place): images are \(found)") }
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/images"))
        if files != Set(try images.map { try $0.text("id") }) { note("\(point.place): image files are \(files)") }
        let left = try cloud.unfinishedFiles()
        if !left.isEmpty { note("\(point.place): \(left) is left") }
        guard point.request == .unshelveOffloaded else { return }
        let disk = GuestFile(cloud.directory + "/instances/\(id)/disk")
        if let base = try await disk.info().backingFile { note("\(point.place): the disk stands on \(base)") }
    }
}
