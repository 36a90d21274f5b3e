package import Compute

/// A pattern in the syntax of PostgreSQL's advanced regular expressions, for its operator `~`: what matches is what
/// `TextPattern` matches. Both cases of a letter are written out, since the operator that ignores case knows those of the
/// database's locale only, and every character as its number, so that none can mean anything else.
///
/// Beyond ASCII it is the database's locale that says what a letter or a space is, for classes such as `\w`.
package struct PatternExpression {
    package let text: String

    /// - Throws: `.invalid` for what is no pattern, or is too large a one.
    package init(_ pattern: String) throws(ComputeError) {
        _ = try TextPattern(pattern)
        var parser = PatternParser(pattern)
        do {
            text = Self.text(of: try parser.pattern())
        } catch {
            throw .invalid("Invalid filter: '\(pattern)' is not a regular expression: \(error.reason).")
        }
    }

    private static func text(of node: PatternNode) -> String {
        switch node {
        case .one(let scalar): bracket(cases(of: scalar).map { number($0.value) }.joined(), isNegated: false)
        case .any: "."
        case .set(let set): text(of: set)
        case .start: "^"
        case .end: "$"
        case .sequence(let nodes): nodes.map { text(of: $0) }.joined()
        case .choice(let nodes): group(nodes.map { text(of: $0) }.joined(separator: "|"))
        case .repeated(let node, let least, let most):
            group(text(of: node)) + "{\(least),\(most.map { String($0) } ?? "")}"
        }
    }

    private static func group(_ text: String) -> String { "(?:" + text + ")" }

    private static func number(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    private static func range(_ range: ClosedRange<UInt32>) -> String {
        range.count == 1 ? number(range.lowerBound) : number(range.lowerBound) + "-" + number(range.upperBound)
    }

    /// - Parameter members: empty for none.
    private static func bracket(_ members: String, isNegated: Bool) -> String {
        if !members.isEmpty { return (isNegated ? "[^" : "[") + members + "]" }
        // No text holds a NUL, so the second one matches nothing.
        return isNegated ? "." : "[^\(range(1...0x10FFFF))]"
    }

    /// The characters that are this one without their case.
    private static func cases(of folded: Unicode.Scalar) -> [Unicode.Scalar] {
        let properties = folded.properties
        let mappings = [properties.lowercaseMapping, properties.titlecaseMapping, properties.uppercaseMapping]
        let known = [folded] + mappings.compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first : nil }
        return Set(known.filter { $0.folded == folded }).sorted()
    }

    private static func text(of set: PatternSet) -> String {
        var positive = set
        positive.isNegated = false
        var members = runs { value in Unicode.Scalar(value).map { positive.contains($0.folded) } ?? false }
        for range in set.ranges where range.upperBound > lastASCII { members += beyondASCII(range) }
        members += set.classes.map(\.beyondASCII).joined()
        return bracket(members, isNegated: set.isNegated)
    }

    private static let lastASCII: UInt32 = 127

    /// ASCII is tried character by character.
    private static func runs(_ isMember: (UInt32) -> Bool) -> String {
        var text = ""
        var start: UInt32?
        for value in 1...lastASCII + 1 {
            if value <= lastASCII, isMember(value) {
                start = start ?? value
            } else if let first = start {
                text += range(first...value - 1)
                start = nil
            }
        }
        return text
    }

    private static func beyondASCII(_ members: ClosedRange<UInt32>) -> String {
        let members = max(members.lowerBound, lastASCII + 1)...members.upperBound
        var text = range(members)
        // A longer range is one of whole scripts, which holds both cases.
        guard members.count <= 256 else { return text }
        for case let scalar? in members.map({ Unicode.Scalar($0) }) {
            for other in cases(of: scalar) where !members.contains(other.value) && !other.isASCII {
                text += number(other.value)
            }
        }
        return text
    }
}

extension PatternSet.Class {
    /// What it holds beyond ASCII, as members of a bracket expression.
    fileprivate var beyondASCII: String {
        switch self {
        case .digit, .punct, .control, .hexDigit, .blank: ""
        case .notDigit, .printable: "\\U00000080-\\U0010ffff"
        case .word, .alpha: "[:alpha:]"
        case .alnum: "[:alnum:]"
        case .lower: "[:lower:][:upper:]"
        case .space: "[:space:]"
        case .notWord: "\\W"
        case .notSpace: "\\S"
        }
    }
}
