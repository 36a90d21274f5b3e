enum PatternInstruction: Sendable {
    case one(Unicode.Scalar)
    case any
    case set(PatternSet)
    case start
    case end
    case split(Int, Int)
    case jump(Int)
    case match

    func accepts(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .one(let wanted): wanted == scalar
        case .any: true
        case .set(let set): set.contains(scalar)
        case .start, .end, .split, .jump, .match: false
        }
    }
}

/// The places of the program at which a match can be, each once.
struct PatternThreads {
    private var isPresent: [Bool]
    private var places: [Int] = []
    /// Those that wait for a character.
    private(set) var waiting: [Int] = []

    init(count: Int) {
        isPresent = Array(repeating: false, count: count)
    }

    mutating func removeAll() {
        for place in places { isPresent[place] = false }
        places.removeAll(keepingCapacity: true)
        waiting.removeAll(keepingCapacity: true)
    }

    /// Adds a place and all that can be reached from it without a character.
    /// - Returns: whether the end of the pattern is among them.
    mutating func add(_ place: Int, _ program: [PatternInstruction], isFirst: Bool, isLast: Bool) -> Bool {
        var stack = [place]
        while let place = stack.popLast() {
            guard !isPresent[place] else { continue }
            isPresent[place] = true
            places.append(place)
            switch program[place] {
            case .match: return true
            case .jump(let target): stack.append(target)
            case .split(let one, let other): stack += [one, other]
            case .start: if isFirst { stack.append(place + 1) }
            case .end: if isLast { stack.append(place + 1) }
            case .one, .any, .set: waiting.append(place)
            }
        }
        return false
    }
}

/// A bracket expression or a class; members are without case.
struct PatternSet: Sendable {
    enum Class: Sendable {
        case digit, word, space, alpha, alnum, lower, punct, control, hexDigit, blank, printable
        case notDigit, notWord, notSpace

        init?(name: String) {
            switch name {
            case "digit": self = .digit
            case "space": self = .space
            case "alpha": self = .alpha
            case "alnum": self = .alnum
            case "lower", "upper": self = .lower
            case "punct": self = .punct
            case "cntrl": self = .control
            case "xdigit": self = .hexDigit
            case "blank": self = .blank
            case "print", "graph": self = .printable
            default: return nil
            }
        }

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            let properties = scalar.properties
            return switch self {
            case .digit: (48...57).contains(scalar.value)
            case .notDigit: !(48...57).contains(scalar.value)
            case .word: properties.isAlphabetic || (48...57).contains(scalar.value) || scalar == "_"
            case .notWord: !(properties.isAlphabetic || (48...57).contains(scalar.value) || scalar == "_")
            case .space: properties.isWhitespace
            case .notSpace: !properties.isWhitespace
            case .alpha: properties.isAlphabetic
            case .alnum: properties.isAlphabetic || properties.numericType != nil
            case .lower: properties.isLowercase || properties.isUppercase
            case .punct: scalar.isASCII && scalar.value > 32 && scalar.value < 127 && !Class.alnum.contains(scalar)
            case .control: scalar.value < 32 || scalar.value == 127
            case .hexDigit: (48...57).contains(scalar.value) || (97...102).contains(scalar.value)
            case .blank: scalar == " " || scalar == "\t"
            case .printable: scalar.value > 32 && scalar.value != 127
            }
        }
    }

    var isNegated = false
    var ranges: [ClosedRange<UInt32>] = []
    var classes: [Class] = []

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isMember = ranges.contains { $0.contains(scalar.value) } || classes.contains { $0.contains(scalar) }
        return isMember != isNegated
    }

    /// Adds a range and what it is in lower case.
    mutating func insert(_ lower: Unicode.Scalar, _ upper: Unicode.Scalar) {
        ranges.append(lower.value...upper.value)
        let (foldedLower, foldedUpper) = (lower.folded.value, upper.folded.value)
        if foldedLower <= foldedUpper, foldedLower != lower.value || foldedUpper != upper.value {
            ranges.append(foldedLower...foldedUpper)
        }
    }
}
