import Synchronization
import SystemPackage

/// A stored image's bytes in order. One consumer, once.
package final class ImageReader: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    private static let chunk = 256 << 10

    /// Bytes this reader will give.
    package let count: UInt64
    private let file: OpenFile
    private let rest: Mutex<Range<UInt64>>
    private let threads: BlockingPool

    init(path: FilePath, range: Range<UInt64>?, threads: BlockingPool) throws(StorageError) {
        file = try OpenFile(reading: path)
        let whole = 0..<(try file.size())
        let range = range.map { $0.clamped(to: whole) } ?? whole
        count = UInt64(range.count)
        rest = Mutex(range)
        self.threads = threads
    }

    /// nil at the end.
    package func next() async throws(StorageError) -> [UInt8]? {
        if Task.isCancelled { throw .cancelled }
        return try await threads.run { () throws(StorageError) in try self.readNext() }
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(reader: self)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let reader: ImageReader

        package mutating func next() async throws(StorageError) -> [UInt8]? {
            try await reader.next()
        }
    }

    private func readNext() throws(StorageError) -> [UInt8]? {
        try rest.withLock { (rest) throws(StorageError) in
            guard !rest.isEmpty else { return nil }
            let bytes = try file.read(at: rest.lowerBound, count: Swift.min(Self.chunk, rest.count))
            guard !bytes.isEmpty else { return nil }
            rest = (rest.lowerBound + UInt64(bytes.count))..<rest.upperBound
            return bytes
        }
    }
}
