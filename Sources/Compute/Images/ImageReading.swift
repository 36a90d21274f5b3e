package import Logging

/// Adds the checksums to images that were made of servers' disks, one image after another, in the background. Their content
/// is whole and durable before; only who wants to compare it waits.
package struct ImageReading: Sendable {
    private let images: ImageService
    private let unread: UnreadImages
    private let logger: Logger

    package init(images: ImageService, unread: UnreadImages, logger: Logger) {
        self.images = images
        self.unread = unread
        self.logger = logger
    }

    /// Runs until its task is cancelled; begins with what an earlier run has left.
    package func run() async {
        await tellLeft()
        for await id in unread.ids { await read(id) }
    }

    private func tellLeft() async {
        do throws(ComputeError) {
            for id in try await images.withoutChecksums() { unread.tell(id) }
        } catch {
            logger.warning("images without checksums could not be looked for", metadata: ["error": "\(error)"])
        }
    }

    private func read(_ id: ImageID) async {
        do throws(ComputeError) {
            try await images.addChecksums(to: id)
        } catch {
            if Task.isCancelled { return }
            logger.warning(
                "the checksums of an image could not be calculated; the next start tries again",
                metadata: ["image": "\(id)", "error": "\(error)"])
        }
    }
}
