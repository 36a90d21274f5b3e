import Compute
import Synchronization

/// Image records in memory; lists know the filters that the tests use.
final class MemoryImageStore: ImageStore {
    private let records = Mutex<[ImageID: ImageRecord]>([:])

    private func access<Value: Sendable>(
        _ body: (inout [ImageID: ImageRecord]) -> Result<Value, ComputeError>
    ) throws(ComputeError) -> Value {
        try records.withLock { body(&$0) }.get()
    }

    private static func find(
        _ id: ImageID, in scope: Scope, _ records: [ImageID: ImageRecord]
    ) -> Result<ImageRecord, ComputeError> {
        guard let image = records[id], image.isVisible(in: scope) else {
            return .failure(.notFound(kind: "Image", id: id.text))
        }
        return .success(image)
    }

    func image(_ id: ImageID, in scope: Scope) async throws(ComputeError) -> ImageRecord {
        try access { Self.find(id, in: scope, $0) }
    }

    func images(_ query: ImageQuery) async throws(ComputeError) -> [ImageRecord] {
        let found = records.withLock { Array($0.values) }.filter { image in
            (query.scope.includes(image.owner) || image.visibility == .public)
                && (query.names.isEmpty || query.names.contains(image.name ?? ""))
                && query.statuses.contains(image.status) && image.isHidden == (query.isHidden ?? false)
                && query.tags.allSatisfy(image.tags.contains)
                && query.properties.allSatisfy { image.properties[$0.key] == $0.value }
                && (query.visibility ?? image.visibility) == image.visibility
        }
        let descending = query.order.first?.direction != .ascending
        let sorted = found.sorted { ($0.name ?? "") < ($1.name ?? "") }
        let ordered = descending ? sorted.reversed() : sorted
        guard let marker = query.page.marker else { return Array(ordered.prefix(query.page.limit)) }
        guard let position = ordered.firstIndex(where: { $0.id.text == marker }) else {
            throw .invalid("marker [\(marker)] not found")
        }
        return Array(ordered[(position + 1)...].prefix(query.page.limit))
    }

    func create(_ image: ImageRecord) async throws(ComputeError) {
        try access { records -> Result<Void, ComputeError> in
            guard records[image.id] == nil else { return .failure(.conflict("Image ID \(image.id) already exists!")) }
            records[image.id] = image
            return .success(())
        }
    }

    func change(
        _ id: ImageID, in scope: Scope,
        _ decide: @escaping @Sendable (inout ImageRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError) -> ImageRecord {
        try access { records in
            do throws(ComputeError) {
                var image = try Self.find(id, in: scope, records).get()
                try decide(&image)
                records[id] = image
                return .success(image)
            } catch {
                return .failure(error)
            }
        }
    }

    func delete(
        _ id: ImageID, in scope: Scope, _ check: @escaping @Sendable (ImageRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError) {
        try access { records -> Result<Void, ComputeError> in
            do throws(ComputeError) {
                try check(try Self.find(id, in: scope, records).get())
                records[id] = nil
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }
}
