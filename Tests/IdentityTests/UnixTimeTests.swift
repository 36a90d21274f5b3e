import Testing

@testable import Identity

struct UnixTimeTests {
    @Test(
        "A moment reads as ISO 8601 with six digits and Z",
        arguments: [
            (Int64(0), "1970-01-01T00:00:00.000000Z"),
            (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
            (1_795_244_609_123_456, "2026-11-21T07:03:29.123456Z"),
            (4_102_444_799_999_999, "2099-12-31T23:59:59.999999Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
        ])
    func text(microseconds: Int64, expected: String) {
        #expect(UnixTime(microseconds: microseconds).text == expected)
    }

    @Test("The clock gives the time of day")
    func now() {
        #expect(UnixTime.now() > UnixTime(seconds: 1_700_000_000))
    }
}
