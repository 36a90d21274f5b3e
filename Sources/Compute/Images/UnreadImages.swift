/// Images that are active while nobody has read all of their content, for its checksums. A hint that gets lost only costs
/// time: they are looked for at the start.
package final class UnreadImages: Sendable {
    /// For one consumer.
    let ids: AsyncStream<ImageID>
    private let continuation: AsyncStream<ImageID>.Continuation

    package init() {
        (ids, continuation) = AsyncStream.makeStream(of: ImageID.self)
    }

    func tell(_ id: ImageID) { continuation.yield(id) }
}
