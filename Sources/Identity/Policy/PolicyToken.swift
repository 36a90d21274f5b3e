/// A word of the check language.
enum PolicyToken: Equatable, CustomStringConvertible {
    case and, or, not, open, close
    case check(String)

    var description: String {
        switch self {
        case .and: "\"and\""
        case .or: "\"or\""
        case .not: "\"not\""
        case .open: "\"(\""
        case .close: "\")\""
        case .check(let text): "\"\(text)\""
        }
    }

    /// Parentheses may touch the words beside them, except those of `%(project_id)s`, which belong to the word.
    static func scan(_ text: String) throws(PolicyParser.Failure) -> [PolicyToken] {
        var tokens: [PolicyToken] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            try scan(word: word, into: &tokens)
        }
        return tokens
    }

    private static func scan(word: Substring, into tokens: inout [PolicyToken]) throws(PolicyParser.Failure) {
        var rest = word
        while rest.first == "(" {
            tokens.append(.open)
            rest.removeFirst()
        }
        var closing = 0
        while rest.last == ")" {
            closing += 1
            rest.removeLast()
        }
        if !rest.isEmpty {
            tokens.append(try token(rest))
        }
        tokens += Array(repeating: .close, count: closing)
    }

    private static func token(_ word: Substring) throws(PolicyParser.Failure) -> PolicyToken {
        switch word.lowercased() {
        case "and": return .and
        case "or": return .or
        case "not": return .not
        default: break
        }
        let attributes = word.split(separator: "%(", omittingEmptySubsequences: false).count - 1
        guard word.count(where: { $0 == "(" }) == attributes, word.count(where: { $0 == ")" }) <= attributes else {
            throw PolicyParser.Failure(reason: "a parenthesis stands inside \"\(word)\"")
        }
        return .check(String(word))
    }
}
