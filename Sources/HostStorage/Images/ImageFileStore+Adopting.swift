import Compute
import SystemPackage

extension ImageFileStore {
    /// Makes a file an image's content: under a second name where the file systems are one and nobody else has it, else as a
    /// copy. Durable when this returns. Nothing stays when it fails or is cancelled; the file itself is left alone.
    func adopt(
        _ file: FilePath, as image: String, declared: ImageFormat?, isForeign: Bool
    ) async throws(StorageError) -> ImageFinding {
        let target = try path(of: image)
        let tag = String(UInt64.random(in: .min ... .max), radix: 36)
        let part = FilePath("\(target.string).\(tag)\(Directory.unfinished)")
        do throws(StorageError) {
            let (limit, directory, rules) = (maximumSize, directory, rules)
            return try await threads.runWhileWanted { isWanted throws(StorageError) in
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
                let finding = try ImageInspector.inspect(part, declared: declared, rules: rules)
                try part.publish(as: target)
                return finding
            }
        } catch {
            // The first error is told; what is left is removed at the next start.
            await threads.run { try? part.unlinkFile() }
            throw error
        }
    }

    /// Reads all of an image's content.
    /// - Returns: nil when there is none, or when it was removed meanwhile.
    func checksums(of image: String) async throws(StorageError) -> ImageChecksums? {
        let path = try path(of: image)
        let digest = try await threads.run { () throws(StorageError) -> ContentDigest? in
            try FileStatus(of: path) == nil ? nil : try ContentDigest(of: path)
        }
        guard let digest else { return nil }
        while !Task.isCancelled {
            switch try await threads.run({ () throws(StorageError) in try digest.readMore() }) {
            case .more: continue
            case .whole(let checksums): return checksums
            case .gone: return nil
            }
        }
        throw .cancelled
    }
}
