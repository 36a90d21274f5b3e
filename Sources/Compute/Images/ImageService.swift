/// Images: their records, and when their content may be written, read and removed.
///
/// Whether the caller may is the policy's matter, asked before. The record leads: content without a record in state
/// `active` or `deactivated` is of no use to anybody, so each change of state is stored before or after the files are
/// touched in the order that leaves, after a crash, something `recover` can put right.
package struct ImageService: Sendable {
    let images: any ImageStore
    let files: any ImageFiles
    let world: World
    let unread: UnreadImages?

    /// - Parameter unread: is told of images whose checksums are still to be calculated; nil where no content is made.
    package init(images: any ImageStore, files: any ImageFiles, world: World, unread: UnreadImages? = nil) {
        self.images = images
        self.files = files
        self.world = world
        self.unread = unread
    }

    // MARK: Reading

    package func image(_ id: ImageID, in scope: Scope) async throws(ComputeError) -> ImageRecord {
        let image = try await images.image(id, in: scope)
        guard image.status != .deleted else { throw .notFound(kind: "Image", id: id.text) }
        return image
    }

    package func list(_ query: ImageQuery) async throws(ComputeError) -> [ImageRecord] {
        var query = query
        if query.statuses.isEmpty { query.statuses = ImageRecord.Status.allCases }
        query.statuses.removeAll { $0 == .deleted }
        guard !query.statuses.isEmpty else { return [] }
        return try await images.images(query)
    }

    // MARK: Records

    /// - Throws: `.conflict` when the id is taken.
    package func create(_ new: NewImage) async throws(ComputeError) -> ImageRecord {
        try ImageChecks.check(new.attributes)
        var image = ImageRecord(
            id: new.id ?? ImageID(world.makeUUID()), name: new.attributes.name, owner: new.owner,
            visibility: new.attributes.visibility, createdAt: world.now())
        new.attributes.apply(to: &image)
        try await images.create(image)
        return image
    }

    /// - Parameter edit: may run more than once, so it must be pure.
    package func update(
        _ id: ImageID, in scope: Scope,
        _ edit: @escaping @Sendable (inout ImageAttributes) throws(ComputeError) -> Void
    ) async throws(ComputeError) -> ImageRecord {
        try await images.change(id, in: scope) { (image) throws(ComputeError) in
            guard image.status != .deleted else { throw .notFound(kind: "Image", id: id.text) }
            var attributes = ImageAttributes(image)
            try edit(&attributes)
            try ImageChecks.check(attributes)
            try ImageChecks.checkChange(of: image, to: attributes)
            attributes.apply(to: &image)
        }
    }

    /// While an image is deactivated its content is neither read nor booted from.
    package func setDeactivated(_ deactivated: Bool, _ id: ImageID, in scope: Scope) async throws(ComputeError) {
        let wanted: ImageRecord.Status = deactivated ? .deactivated : .active
        _ = try await images.change(id, in: scope) { (image) throws(ComputeError) in
            guard [.active, .deactivated].contains(image.status) else {
                throw .conflict(
                    "Image \(id) cannot become \(wanted.rawValue) while its status is \(image.status.rawValue).")
            }
            image.status = wanted
        }
    }

    /// - Throws: `.forbidden` for a protected image.
    package func delete(_ id: ImageID, in scope: Scope) async throws(ComputeError) {
        _ = try await images.change(id, in: scope) { (image) throws(ComputeError) in
            guard image.status != .deleted else { throw .notFound(kind: "Image", id: id.text) }
            try ImageChecks.checkDelete(image)
            image.status = .deleted
        }
        try await finishDeleting(id)
    }

    func finishDeleting(_ id: ImageID) async throws(ComputeError) {
        try await files.delete(id)
        do throws(ComputeError) {
            try await images.delete(id, in: .everything) { (_) throws(ComputeError) in }
        } catch .notFound {
            return
        }
    }

    // MARK: Recovery

    /// Puts right what a killed daemon left: uploads that were cut off can be tried again, deletions are finished. To be
    /// called before any request is served.
    /// - Returns: how many images were put right.
    package func recover() async throws(ComputeError) -> Int {
        var count = 0
        for image in try await all(in: [.saving]) {
            try await files.delete(image.id)
            try await requeue(image.id)
            count += 1
        }
        for image in try await all(in: [.deleted]) {
            try await finishDeleting(image.id)
            count += 1
        }
        return count
    }

    /// Hidden ones too.
    func all(in statuses: [ImageRecord.Status]) async throws(ComputeError) -> [ImageRecord] {
        var found: [ImageRecord] = []
        for isHidden in [false, true] {
            var query = ImageQuery(scope: .everything, page: Page(limit: .max))
            query.statuses = statuses
            query.isHidden = isHidden
            found += try await images.images(query)
        }
        return found
    }

    /// Back to where an upload begins; nothing when the image is elsewhere by now.
    func requeue(_ id: ImageID) async throws(ComputeError) {
        _ = try await images.change(id, in: .everything) { (image) throws(ComputeError) in
            if image.status == .saving { image.status = .queued }
        }
    }
}
