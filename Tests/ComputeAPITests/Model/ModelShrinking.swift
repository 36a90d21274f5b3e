/// Takes away whatever a failing sequence fails without.
struct ModelShrinking {
    /// How often a shorter sequence is tried, at most.
    private var left = 400
    private let fails: ([ModelOperation]) async throws -> Bool

    init(_ fails: @escaping ([ModelOperation]) async throws -> Bool) {
        self.fails = fails
    }

    mutating func shrink(_ operations: [ModelOperation]) async throws -> [ModelOperation] {
        var (shortest, size) = (operations, max(operations.count / 2, 1))
        while true {
            let before = shortest.count
            var start = 0
            while start < shortest.count, left > 0 {
                let shorter = Array(shortest[..<start] + shortest.dropFirst(start + size))
                left -= 1
                if try await fails(shorter) { shortest = shorter } else { start += size }
            }
            if left == 0 || size == 1 && shortest.count == before { return shortest }
            size = max(size / 2, 1)
        }
    }
}
