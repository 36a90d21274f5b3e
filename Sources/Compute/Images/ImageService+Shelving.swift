/// Images that hold the root disks of shelved servers.
extension ImageService {
    /// The image of a shelved server; nil when it is gone.
    func shelved(_ server: ServerRecord) async throws(ComputeError) -> ImageRecord? {
        guard let shelf = server.shelf, let image = try await find(shelf.image) else { return nil }
        return image.status == .active || image.status == .deactivated ? image : nil
    }

    /// Whether all of the image is here: nothing else is given up for one that no server could be brought back from.
    func isWhole(_ image: ImageRecord) async throws(ComputeError) -> Bool {
        try await files.size(of: image.id) == image.size
    }

    /// Removes the image of a server that is shelved no more; one that its owner protects stays. Can be repeated.
    func discardShelved(_ id: ImageID) async throws(ComputeError) {
        guard let image = try await find(id), !image.isProtected else { return }
        try await discard(id, in: Set(ImageRecord.Status.allCases))
    }

    private func find(_ id: ImageID) async throws(ComputeError) -> ImageRecord? {
        do {
            return try await images.image(id, in: .everything)
        } catch .notFound {
            return nil
        }
    }
}
