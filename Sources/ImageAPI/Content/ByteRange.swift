import HTTPAPI
import HTTPTypes

/// The `Range` header as far as it is served: one range of bytes.
enum ByteRange {
    /// - Returns: nil for the whole content: no header, another unit, several ranges or one that is malformed.
    /// - Throws: 416 when no byte of the content is meant.
    static func wanted(_ header: String?, size: Int64) throws(APIError) -> Range<Int64>? {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let sides = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        switch (number(sides[0]), number(sides[1])) {
        case (let first?, let last?):
            guard first <= last else { return nil }
            return try clamped(first, last < size ? last + 1 : size, size)
        case (let first?, nil) where sides[1].isEmpty: return try clamped(first, size, size)
        case (nil, let count?) where sides[0].isEmpty: return try clamped(max(0, size - count), size, size, count)
        default: return nil
        }
    }

    private static func number(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
    }

    private static func clamped(
        _ start: Int64, _ end: Int64, _ size: Int64, _ count: Int64 = 1
    ) throws(APIError) -> Range<Int64> {
        guard start < end, count > 0 else {
            throw APIError(
                .rangeNotSatisfiable, "The image has \(size) bytes.", headers: [.contentRange: "bytes */\(size)"])
        }
        return start..<end
    }
}
