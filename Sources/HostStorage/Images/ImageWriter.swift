/// One upload under way. One caller writes, in order; whoever drops it without completing it leaves nothing behind.
package struct ImageWriter: Sendable {
    let part: ImagePart
    let threads: BlockingPool

    /// Throws `.refused` as soon as the bytes so far can't become a usable image. After any error the upload is over.
    package func append(_ bytes: ArraySlice<UInt8>) async throws(StorageError) {
        if Task.isCancelled { throw .cancelled }
        try await threads.run { [part] () throws(StorageError) in try part.write(bytes) }
    }

    /// Durable under its name when this returns.
    package func complete() async throws(StorageError) -> StoredImage {
        try await threads.run { [part] () throws(StorageError) in try part.finish() }
    }

    package func abort() async {
        await threads.run { [part] in part.abort() }
    }
}
