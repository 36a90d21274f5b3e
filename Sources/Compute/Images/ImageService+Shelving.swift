/// Images that hold the root disks of shelved servers.
extension ImageService {
    /// The image of a shelved server; nil when it is gone. One that somebody else has made under its id is none.
    func shelved(_ server: ServerRecord) async throws(ComputeError) -> ImageRecord? {
        guard let shelf = server.shelf, let image = try await find(shelf.image, of: server) else { return nil }
        return image.status == .active || image.status == .deactivated ? image : nil
    }

    /// Removes the image of a server that is shelved no more; one that its owner protects stays. Can be repeated.
    func discardShelved(_ id: ImageID, of server: ServerRecord) async throws(ComputeError) {
        guard let image = try await find(id, of: server), !image.isProtected else { return }
        try await discard(id, in: Set(ImageRecord.Status.allCases))
    }

    private func find(_ id: ImageID, of server: ServerRecord) async throws(ComputeError) -> ImageRecord? {
        do {
            let image = try await images.image(id, in: .everything)
            return image.owner == server.projectID ? image : nil
        } catch .notFound {
            return nil
        }
    }
}
