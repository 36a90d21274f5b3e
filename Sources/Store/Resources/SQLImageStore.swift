package import Compute

package struct SQLImageStore: ImageStore {
    private let engine: any SQLEngine
    private let world: World

    package init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    package func image(_ id: ImageID, in scope: Scope) async throws(ComputeError) -> ImageRecord {
        try await engine.reading { try ImageRows.image(id, in: scope, in: $0) }
    }

    package func images(_ query: ImageQuery) async throws(ComputeError) -> [ImageRecord] {
        try await engine.reading { try ImageRows.images(query, in: $0) }
    }

    package func create(_ image: ImageRecord) async throws(ComputeError) {
        try await engine.writing { session in
            if try session.exists(SQLQuery("SELECT 1 FROM images WHERE id = ?", [.text(image.id.text)])) {
                throw ComputeError.conflict("Image ID \(image.id) already exists!")
            }
            // Disks of servers stand on what the image was, under its id.
            if try session.exists(SQLQuery("SELECT 1 FROM used_image_ids WHERE id = ?", [.text(image.id.text)])) {
                throw ComputeError.conflict("Image ID \(image.id) was used before and is not given out again.")
            }
            try ImageRows.insert(image, in: session)
        }
    }

    package func change(
        _ id: ImageID, in scope: Scope,
        _ decide: @escaping @Sendable (inout ImageRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError) -> ImageRecord {
        try await engine.writing { session in
            let old = try ImageRows.image(id, in: scope, in: session)
            var new = old
            try decide(&new)
            guard new != old else { return old }
            new.id = id
            if new.updatedAt == old.updatedAt { new.updatedAt = world.now() }
            try ImageRows.delete(id, in: session)
            try ImageRows.insert(new, in: session)
            return new
        }
    }

    package func delete(
        _ id: ImageID, in scope: Scope, _ check: @escaping @Sendable (ImageRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError) {
        try await engine.writing { session in
            try check(try ImageRows.image(id, in: scope, in: session))
            try ImageRows.delete(id, in: session)
            try session.execute(SQLQuery("INSERT INTO used_image_ids (id) VALUES (?)", [.text(id.text)]))
        }
    }
}
