import Testing
import WireJSON

@Suite struct CalendarTimeTests {
    private func written(_ content: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        content(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test(
        "times are written in both forms",
        arguments: [
            (Int64(0), "1970-01-01T00:00:00", "000000"), (1_700_000_000_123_456, "2023-11-14T22:13:20", "123456"),
            (951_782_400_000_001, "2000-02-29T00:00:00", "000001"), (-1, "1969-12-31T23:59:59", "999999"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59", "999999"), (.max, "9999-12-31T23:59:59", "999999"),
            (.min, "0000-01-01T00:00:00", "000000"), (4_107_542_400_000_000, "2100-03-01T00:00:00", "000000"),
        ])
    func writes(microseconds: Int64, seconds: String, fraction: String) {
        #expect(written { $0.time(microseconds: microseconds) } == "\"\(seconds)Z\"")
        #expect(written { $0.microtime(microseconds: microseconds) } == "\"\(seconds).\(fraction)\"")
    }

    @Test("a written time is read back the same")
    func roundTrip() {
        var random = SplitMix(seed: 3)
        for _ in 0..<2000 {
            let time = Int64.random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &random)
            #expect(CalendarTime.parse(CalendarTime(microseconds: time).text(fraction: true)) == time)
        }
    }

    @Test(
        "ISO 8601 is read in its usual spellings",
        arguments: [
            ("2026-11-21T07:10:40Z", Int64(1_795_245_040_000_000)), ("2026-11-21 07:10:40", 1_795_245_040_000_000),
            ("2026-11-21T08:10:40+01:00", 1_795_245_040_000_000), ("2026-11-21T08:10:40+0100", 1_795_245_040_000_000),
            ("2026-11-21T06:10:40.25-01", 1_795_245_040_250_000), ("20261121T071040Z", 1_795_245_040_000_000),
            ("2026-11-21", 1_795_219_200_000_000), ("2026-11-21T07:10", 1_795_245_000_000_000),
        ])
    func reads(text: String, expected: Int64) {
        #expect(CalendarTime.parse(text) == expected)
    }

    @Test(
        "what is no date is refused",
        arguments: [
            "", "yesterday", "2026-13-01", "2026-02-29", "2026-11-21T25:00", "2026-11-21T07:10:40 01:00",
            "2026-11-21Tx", "2026-11-21T07:10:40.Z",
        ])
    func refuses(text: String) {
        #expect(CalendarTime.parse(text) == nil)
    }
}
