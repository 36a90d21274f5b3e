/// What a pattern says, as a tree.
indirect enum PatternNode {
    case one(Unicode.Scalar)
    case any
    case set(PatternSet)
    case start
    case end
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` nil: without end.
    case repeated(PatternNode, least: Int, most: Int?)
}

struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    mutating func pattern() throws(PatternError) -> PatternNode {
        let node = try choice()
        if next != nil { throw PatternError(reason: "a ')' without its '('") }
        return node
    }

    private mutating func choice() throws(PatternError) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" { nodes.append(try repeatedAtom()) }
        return .sequence(nodes)
    }

    private mutating func repeatedAtom() throws(PatternError) -> PatternNode {
        var node = try atom()
        while let (least, most) = try quantifier() {
            _ = take("?")
            node = .repeated(node, least: least, most: most)
        }
        return node
    }

    private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard next == "{" else { return nil }
        position += 1
        guard let least = number() else { throw PatternError(reason: "a '{' without a count") }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else { throw PatternError(reason: "a '{' without its '}'") }
        if let most, most < least { throw PatternError(reason: "a count that ends before it begins") }
        guard least <= 255, most ?? 0 <= 255 else { throw PatternError(reason: "a count over 255") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, (48...57).contains(scalar.value) {
            value = min(1_000, (value ?? 0) * 10 + Int(scalar.value - 48))
            position += 1
        }
        return value
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = next else { throw PatternError(reason: "it ends too early") }
        position += 1
        switch scalar {
        case ".": return .any
        case "^": return .start
        case "$": return .end
        case "(": return try group()
        case "[": return .set(try bracket())
        case "\\": return try escape()
        case "*", "+", "?", "{": throw PatternError(reason: "nothing to repeat before '\(scalar)'")
        default: return .one(scalar.folded)
        }
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        if take("?"), !take(":") { throw PatternError(reason: "a '(?' that is not '(?:'") }
        let node = try choice()
        guard take(")") else { throw PatternError(reason: "a '(' without its ')'") }
        return node
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        guard let scalar = next else { throw PatternError(reason: "it ends in a backslash") }
        position += 1
        if let known = Self.escapedClass(scalar) { return .set(PatternSet(classes: [known])) }
        switch scalar {
        case "n": return .one("\n")
        case "t": return .one("\t")
        case "r": return .one("\r")
        case "0"..."9", "a"..."z", "A"..."Z": throw PatternError(reason: "'\\\(scalar)' is not known")
        default: return .one(scalar.folded)
        }
    }

    private static func escapedClass(_ scalar: Unicode.Scalar) -> PatternSet.Class? {
        switch scalar {
        case "d": .digit
        case "D": .notDigit
        case "w": .word
        case "W": .notWord
        case "s": .space
        case "S": .notSpace
        default: nil
        }
    }

    private mutating func bracket() throws(PatternError) -> PatternSet {
        var set = PatternSet()
        set.isNegated = take("^")
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            position += 1
            try member(scalar, of: &set)
        }
        guard take("]") else { throw PatternError(reason: "a '[' without its ']'") }
        return set
    }

    private mutating func member(_ scalar: Unicode.Scalar, of set: inout PatternSet) throws(PatternError) {
        if scalar == "[", take(":") { return set.classes.append(try namedClass()) }
        var lower = scalar
        if scalar == "\\", let escaped = next {
            position += 1
            if let known = Self.escapedClass(escaped) { return set.classes.append(known) }
            lower = escaped
        }
        guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
            return set.insert(lower, lower)
        }
        position += 1
        let upper = scalars[position]
        position += 1
        guard lower.value <= upper.value else { throw PatternError(reason: "a range that ends before it begins") }
        set.insert(lower, upper)
    }

    private mutating func namedClass() throws(PatternError) -> PatternSet.Class {
        var name = ""
        while let scalar = next, scalar != ":" {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard take(":"), take("]"), let known = PatternSet.Class(name: name) else {
            throw PatternError(reason: "the class '[:\(name)' is not known")
        }
        return known
    }
}
