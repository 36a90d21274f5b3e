import APISchema
import HTTPTypes

/// What a request says about the version it wants (conventions.md, section 2).
enum MicroversionHeader: Sendable, Hashable {
    case served(Microversion)
    /// Well-formed, but outside the range.
    case outOfRange(String)
    case malformed(String)

    init(_ headers: HTTPFields) {
        if let text = headers[.apiVersion], let usual = Self.usual(text) {
            self = .served(usual)
            return
        }
        guard let text = Self.wanted(headers) else {
            self = .served(.v2_1)
            return
        }
        if text == "latest" {
            self = .served(.latest)
        } else if let (major, minor) = Self.numbers(text) {
            self = Microversion(major: major, minor: minor).map(Self.served) ?? .outOfRange(text)
        } else {
            self = .malformed(text)
        }
    }

    /// By the header as nearly every client writes it: `compute 2.104`. Nil for any other.
    private static func usual(_ text: String) -> Microversion? { usualTexts[text] }

    private static let usualTexts = Dictionary(
        uniqueKeysWithValues: Microversion.all.filter { !$0.isLegacy }.map { ("compute \($0)", $0) })

    private static func wanted(_ headers: HTTPFields) -> String? {
        guard headers[.apiVersion] != nil || headers[.novaVersion] != nil else { return nil }
        let entries = headers[values: .apiVersion].flatMap(items)
        let compute = entries.compactMap { entry -> String? in
            let words = entry.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, words[0] == "compute" || words[0].lowercased() == "compute" else { return nil }
            return String(words[1])
        }
        return compute.last ?? headers[values: .novaVersion].flatMap(items).last
    }

    private static func items(_ value: String) -> [String] {
        value.split(separator: ",").map(\.trimmingSpace)
    }

    /// `[1-9]digits . (0 | [1-9]digits)`
    private static func numbers(_ text: String) -> (Int, Int)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, isNumber(parts[0]), isNumber(parts[1]), parts[0] != "0" else { return nil }
        return (Int(parts[0]) ?? .max, Int(parts[1]) ?? .max)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return false }
        return text == "0" || text.first != "0"
    }
}

extension StringProtocol {
    /// Without white space around it.
    var trimmingSpace: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
