/// Numbers of processors, in the field's notation: `0-3,^2` is 0, 1 and 3.
package struct CPUSet: Sendable, Hashable {
    package private(set) var members: Set<Int>

    /// No host and no guest has more.
    static let highest = 8191
    /// The longest list that is read.
    private static let mostItems = 512

    package init(_ members: some Sequence<Int>) {
        self.members = Set(members)
    }

    /// Nil for a text that is no such list, or that names a number from `limit` on. Processors that a `^` takes away are not in
    /// the set, wherever it stands.
    package init?(_ text: String, below limit: Int = highest + 1) {
        // Anyone may send such a list: each item costs the same, however many processors it names.
        var (taken, given) = (RangeSet<Int>(), RangeSet<Int>())
        let items = text.split(separator: ",", maxSplits: Self.mostItems, omittingEmptySubsequences: false)
        guard items.count <= Self.mostItems else { return nil }
        for item in items {
            let rule = item.filter { $0 != " " }
            let isTaken = rule.hasPrefix("^")
            guard let range = Self.range(isTaken ? rule.dropFirst() : rule[...]), range.upperBound < limit else {
                return nil
            }
            if isTaken { taken.insert(contentsOf: Range(range)) } else { given.insert(contentsOf: Range(range)) }
        }
        members = Set(given.subtracting(taken).ranges.joined())
    }

    /// A mask of processors: one that begins with `^` takes away from all of them.
    package init?(mask text: String, of count: Int) {
        let isSubtraction = text.drop { $0 == " " }.hasPrefix("^")
        self.init(isSubtraction && count > 0 ? "0-\(count - 1),\(text)" : text, below: count)
    }

    private static func range(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap(number), let last = ends.last.flatMap(number), ends.count <= 2,
            first <= last
        else { return nil }
        return first...last
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int(text).flatMap { $0 <= highest ? $0 : nil }
    }

    package var isEmpty: Bool { members.isEmpty }
    package var count: Int { members.count }
    package var sorted: [Int] { members.sorted() }

    /// As libvirt takes it: `0-1,3`; empty for an empty set.
    package var text: String {
        var runs: [ClosedRange<Int>] = []
        for number in sorted {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    package func union(_ other: CPUSet) -> CPUSet { CPUSet(members.union(other.members)) }
    package func intersection(_ other: CPUSet) -> CPUSet { CPUSet(members.intersection(other.members)) }
    package func subtracting(_ other: CPUSet) -> CPUSet { CPUSet(members.subtracting(other.members)) }
    package func isSubset(of other: CPUSet) -> Bool { members.isSubset(of: other.members) }
}

extension CPUSet: Codable {
    package init(from decoder: any Decoder) throws {
        members = Set(try [Int](from: decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try sorted.encode(to: encoder)
    }
}
