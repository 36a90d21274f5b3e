package import Compute

/// A regular expression of a list's filter: unanchored, case-insensitive, in the POSIX extended manner with `\d \w \s`.
///
/// Matching takes time proportional to the text's length whatever the pattern: all alternatives are followed at once, so
/// a hostile pattern can't make it try them one after another.
package struct TextPattern: Sendable {
    /// Characters of the longest pattern.
    static let longest = 255

    private let program: [PatternInstruction]

    /// - Throws: `.invalid` for what isn't a pattern, or is too large a one.
    package init(_ text: String) throws(ComputeError) {
        // An anchor and a group may have been put around the client's own.
        guard text.unicodeScalars.count <= Self.longest + 8 else {
            throw .invalid("Invalid filter: the regular expression is longer than \(Self.longest) characters.")
        }
        do {
            var parser = PatternParser(text)
            var compiler = PatternCompiler()
            program = try compiler.program(of: try parser.pattern())
        } catch {
            throw .invalid("Invalid filter: '\(text)' is not a regular expression: \(error.reason).")
        }
    }

    static func check(_ text: String) throws(ComputeError) {
        guard text.unicodeScalars.count <= longest else {
            throw .invalid("Invalid filter: the regular expression is longer than \(longest) characters.")
        }
        // An engine hands patterns to its own function as C strings.
        guard !text.utf8.contains(0) else {
            throw .invalid("Invalid filter: a regular expression can't hold a NUL character.")
        }
        _ = try TextPattern(text)
    }

    /// Whether any part of the text matches.
    package func matches(_ text: String) -> Bool {
        var current = PatternThreads(count: program.count)
        var next = PatternThreads(count: program.count)
        var isFirst = true
        var scalars = text.unicodeScalars.makeIterator()
        var scalar = scalars.next()
        while true {
            let isLast = scalar == nil
            if current.add(0, program, isFirst: isFirst, isLast: isLast) { return true }
            guard let here = scalar else { return false }
            scalar = scalars.next()
            let folded = here.folded
            next.removeAll()
            for thread in current.waiting where program[thread].accepts(folded) {
                if next.add(thread + 1, program, isFirst: false, isLast: scalar == nil) { return true }
            }
            swap(&current, &next)
            isFirst = false
        }
    }
}

struct PatternError: Error {
    let reason: String
}

extension Unicode.Scalar {
    /// The scalar without its case.
    var folded: Unicode.Scalar {
        if isASCII {
            return (65...90).contains(value) ? Unicode.Scalar(UInt8(value) + 32) : self
        }
        let lower = properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? self : self
    }
}
