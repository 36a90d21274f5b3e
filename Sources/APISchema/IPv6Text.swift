/// IPv6 addresses as RFC 5952 writes them, which is how they are shown however they were sent.
enum IPv6Text {
    /// - Parameter text: an IPv6 address; anything else is returned as it is.
    static func canonical(_ text: String) -> String {
        guard let groups = groups(text) else { return text }
        if let mapped = mapped(groups) { return mapped }
        let zeros = longestZeros(groups)
        guard zeros.count > 1 else { return hex(groups[...]) }
        return hex(groups[..<zeros.lowerBound]) + "::" + hex(groups[zeros.upperBound...])
    }

    /// An IPv4 address in IPv6 keeps its dots.
    private static func mapped(_ groups: [UInt16]) -> String? {
        guard groups.prefix(5).allSatisfy({ $0 == 0 }), groups[5] == 0xffff else { return nil }
        return "::ffff:" + groups[6...].flatMap { [$0 >> 8, $0 & 0xff] }.map { String($0) }.joined(separator: ".")
    }

    private static func hex(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of them where several are as long.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var (longest, start) = (0..<0, 0)
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }

    private static func groups(_ text: String) -> [UInt16]? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false).map(half)
        guard let first = halves.first, let first, let last = halves.last, let last else { return nil }
        guard halves.count == 2 else { return first.count == 8 ? first : nil }
        let missing = 8 - first.count - last.count
        return missing > 0 ? first + [UInt16](repeating: 0, count: missing) + last : nil
    }

    private static func half(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            if let group = UInt16(part, radix: 16) {
                groups.append(group)
            } else {
                let bytes = part.split(separator: ".").compactMap { UInt16($0) }
                guard bytes.count == 4 else { return nil }
                groups += [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
            }
        }
        return groups
    }
}
