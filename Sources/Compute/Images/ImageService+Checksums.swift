extension ImageService {
    /// Images with content whose checksums are not known yet.
    func withoutChecksums() async throws(ComputeError) -> [ImageID] {
        try await all(in: [.active, .deactivated]).filter { $0.checksum == nil }.map(\.id)
    }

    /// Reads an image's content for its checksums, unless they are known. Nothing happens to an image that has gone.
    func addChecksums(to id: ImageID) async throws(ComputeError) {
        do throws(ComputeError) {
            guard try await images.image(id, in: .everything).checksum == nil,
                let checksums = try await files.checksums(of: id)
            else { return }
            _ = try await images.change(id, in: .everything) { (image) throws(ComputeError) in
                // Content never changes once it is there.
                guard [.active, .deactivated].contains(image.status) else {
                    throw .notFound(kind: "Image", id: id.text)
                }
                image.checksum = checksums.md5
                image.hash = checksums.sha512
            }
        } catch .notFound {
            return
        }
    }
}
