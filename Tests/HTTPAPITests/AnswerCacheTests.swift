import APISchema
import NIOCore
import Testing

@testable import HTTPAPI

struct AnswerCacheTests {
    private final class List: Sendable {}

    private func key(
        _ list: List, context: [String] = [], path: String = "servers", version: Microversion = .v2_1,
        granted: Set<Visibility> = [], links: LinkBase = .none, next: String? = nil
    ) -> AnswerCache.Key {
        AnswerCache.Key(
            source: AnswerSource(list, context: context), path: path, version: version, granted: granted, links: links,
            next: next)
    }

    @Test func `a text is found for the same list, and for nothing that differs in any way`() {
        let cache = AnswerCache()
        let list = List()
        let text = ByteBuffer(string: "{}")
        cache.keep(text, for: key(list))
        #expect(cache.text(for: key(list)) == text)
        let others = [
            key(List()), key(list, context: ["UP"]), key(list, path: "servers/detail"), key(list, version: .latest),
            key(list, granted: [Visibility(rule: 1)]), key(list, next: "marker"),
            key(list, links: LinkBase(selfBase: "http://other", bookmarkBase: "")),
        ]
        for other in others { #expect(cache.text(for: other) == nil) }
    }

    @Test func `the oldest texts make room, by number and by size`() {
        let cache = AnswerCache(size: 10, count: 3)
        let keys = (0..<4).map { _ in key(List()) }
        for key in keys { cache.keep(ByteBuffer(string: "ab"), for: key) }
        #expect(keys.map { cache.text(for: $0) != nil } == [false, true, true, true])
        cache.keep(ByteBuffer(string: "abcdefghi"), for: keys[0])
        #expect(keys.map { cache.text(for: $0) != nil } == [true, false, false, false])
        cache.keep(ByteBuffer(string: "abcdefghijk"), for: keys[1])
        #expect(cache.text(for: keys[1]) == nil)
    }
}
