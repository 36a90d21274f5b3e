/// A growing run of bytes in memory of its own. Appending is a bounds check and a store.
struct OutputBytes: ~Copyable, @unchecked Sendable {
    // An array would also ask at each byte whether somebody shares it.
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// The memory is good for the call only.
    func read<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: start, count: count))
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        start[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ source: UnsafePointer<UInt8>, count added: Int) {
        if capacity - count < added { grow(by: added) }
        (start + count).update(from: source, count: added)
        count += added
    }

    mutating func append(contentsOf source: UnsafeBufferPointer<UInt8>) {
        if let base = source.baseAddress { append(base, count: source.count) }
    }

    mutating func append(contentsOf source: [UInt8]) {
        source.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    mutating func append(contentsOf source: StaticString) {
        append(source.utf8Start, count: source.utf8CodeUnitCount)
    }

    @inline(never)
    private mutating func grow(by added: Int) {
        let larger = max(capacity * 2, count + added)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.update(from: start, count: count)
        start.deallocate()
        start = memory
        capacity = larger
    }
}
