import SystemPackage

extension ImageFileStore {
    /// Makes a file an image's content: under a second name where the file systems are one and nobody else has it, else as a
    /// copy. Nothing stays when it fails or is cancelled; the file itself is left alone.
    func adopt(
        _ file: FilePath, as image: String, declared: ImageFormat?, isForeign: Bool
    ) async throws(StorageError) -> StoredImage {
        let target = try path(of: image)
        let tag = String(UInt64.random(in: .min ... .max), radix: 36)
        let part = FilePath("\(target.string).\(tag)\(Directory.unfinished)")
        do throws(StorageError) {
            let inspector = ImageInspector(declared: declared, rules: rules)
            let (limit, directory) = (maximumSize, directory)
            let digest = try await threads.runWhileWanted { isWanted throws(StorageError) in
                try directory.ensure()
                guard let status = try FileStatus(of: file) else { throw .missing(file) }
                guard status.size <= limit else { throw .tooLarge(limit: limit) }
                if isForeign {
                    try directory.requireSpace(status.allocated)
                    try FileCopy.copy(file, to: part, while: isWanted)
                } else {
                    try FileCopy.shareImmutable(file, as: part)
                }
                try part.setMode(.dataFile)
                return try ContentDigest(of: part, inspector: inspector)
            }
            while try await threads.run({ () throws(StorageError) in try digest.readMore() }) {
                if Task.isCancelled { throw .cancelled }
            }
            return try await threads.run { () throws(StorageError) in
                let image = try digest.finish()
                try part.publish(as: target)
                return image
            }
        } catch {
            // The first error is told; what is left is removed at the next start.
            await threads.run { try? part.unlinkFile() }
            throw error
        }
    }
}
