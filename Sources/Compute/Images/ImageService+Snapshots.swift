/// Images whose content is a file of this host, made by an action: each of these can be repeated.
extension ImageService {
    /// Says what the content of an image is going to be, and that it comes now.
    func announce(
        _ id: ImageID, _ fill: @escaping @Sendable (inout ImageRecord) -> Void
    ) async throws(ComputeError) {
        _ = try await images.change(id, in: .everything) { (image) throws(ComputeError) in
            switch image.status {
            // A restart queues what was being saved.
            case .queued, .saving:
                fill(&image)
                image.status = .saving
            case .active: break
            case .killed, .deleted, .deactivated: throw .notFound(kind: "Image", id: id.text)
            }
        }
    }

    /// Makes the file the content of an image that was announced.
    /// - Parameter isForeign: a guest's QEMU may still have it open.
    func adopt(_ path: String, as id: ImageID, isForeign: Bool) async throws(ComputeError) {
        try await announce(id) { _ in }
        let image = try await images.image(id, in: .everything)
        guard image.status == .saving, let format = image.diskFormat else { return }
        try await activate(id, try await files.adopt(path, as: id, declared: format, isForeign: isForeign))
    }

    /// Removes an image that has not become active: one that has is its owner's.
    func discardUnfinished(_ id: ImageID) async throws(ComputeError) {
        try await discard(id, in: [.queued, .saving, .killed, .deleted])
    }

    /// Removes an image that is in one of these states; any other is left alone.
    func discard(_ id: ImageID, in states: Set<ImageRecord.Status>) async throws(ComputeError) {
        do throws(ComputeError) {
            _ = try await images.change(id, in: .everything) { (image) throws(ComputeError) in
                guard states.contains(image.status) else { throw .notFound(kind: "Image", id: id.text) }
                image.status = .deleted
            }
        } catch .notFound {
            return
        }
        try await finishDeleting(id)
    }

    /// Removes all but the newest backups of a series; one that its owner protects stays.
    /// - Parameter newest: whatever the clock has said when it was made.
    func rotate(
        _ series: String, of server: ServerRecord, newest: ImageID, keeping count: Int
    ) async throws(ComputeError) {
        var query = ImageQuery(scope: .everything, page: Page(limit: .max))
        query.owner = server.projectID
        query.properties = [
            "image_type": "backup", "backup_type": series, "instance_uuid": server.id.text,
        ]
        query.order = [ImageQuery.Order(key: .createdAt, direction: .descending)]
        let found = try await list(query)
        let backups = found.filter { $0.id == newest } + found.filter { $0.id != newest }
        for image in backups.dropFirst(count).reversed() where !image.isProtected {
            try await discard(image.id, in: Set(ImageRecord.Status.allCases))
        }
    }
}
