import Testing

@testable import Identity

struct BoundedCacheTests {
    @Test("It never holds more than its capacity")
    func bound() {
        var cache = BoundedCache<Int, Int>(capacity: 10)
        for number in 0..<1_000 {
            cache[number] = number
            #expect(cache.count <= 10)
        }
        #expect(cache[999] == 999)
        #expect(cache[0] == nil)
    }

    @Test("What is used stays")
    func recency() {
        var cache = BoundedCache<Int, Int>(capacity: 10)
        cache[-1] = 1
        for number in 0..<100 {
            cache[number] = number
            #expect(cache[-1] == 1)
        }
    }

    @Test("Removing an entry removes it from both halves")
    func removal() {
        var cache = BoundedCache<Int, Int>(capacity: 4)
        for number in 0..<4 { cache[number] = number }
        for number in 0..<4 { cache[number] = nil }
        #expect(cache.count == 0)
    }
}
