import AerieTestSupport
import Postgres
import Testing

@testable import Store

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PatternExpressionTests {
    /// Whether PostgreSQL finds the pattern in the text, as the stores ask it.
    private static func finds(_ pattern: String, in text: String, _ connection: Connection) throws -> Bool {
        let expression = try PatternExpression(pattern).text
        let result = try connection.query(
            "SELECT CAST($1 AS text) COLLATE \"default\" ~ CAST($2 AS text)", [.text(text), .text(expression)],
            isReusable: true)
        return result.first?.integer(0) == 1
    }

    @Test func `PostgreSQL finds by a pattern what SQLite finds`() async throws {
        try await PostgresServer.shared().withDatabase { settings in
            let connection = try Connection.open(settings)
            for (pattern, text) in TextPatternTests.matching {
                #expect(try Self.finds(pattern, in: text, connection), "\(pattern) in \(text)")
            }
            for (pattern, text) in TextPatternTests.different {
                #expect(try !Self.finds(pattern, in: text, connection), "\(pattern) in \(text)")
            }
            #expect(try !Self.finds("^(a+)+(a|a)*(a*)*b$", in: String(repeating: "a", count: 5_000), connection))
        }
    }

    @Test func `random patterns mean the same to both`() async throws {
        try await PostgresServer.shared().withDatabase { settings in
            let connection = try Connection.open(settings)
            var random = SampleRandom(seed: 5)
            var compared = 0
            for _ in 0..<1_500 {
                let pattern = Self.pattern(depth: 3, with: &random)
                guard let model = try? TextPattern(pattern) else { continue }
                for _ in 0..<4 {
                    let text = Self.text(with: &random)
                    let isFound = try Self.finds(pattern, in: text, connection)
                    #expect(isFound == model.matches(text), "\(pattern) in \(text.debugDescription)")
                    compared += 1
                }
            }
            print("patterns compared with PostgreSQL's: \(compared)")
            #expect(compared > 4_000)
        }
    }

    private static let characters = [
        "a", "b", "A", "Z", "0", "9", "_", "-", " ", "\n", "é", "É", "ß", "日", ".", "]", "Ω",
    ]

    private static func text(with random: inout SampleRandom) -> String {
        (0..<random.next(6)).map { _ in characters[random.next(characters.count)] }.joined()
    }

    private static func pattern(depth: Int, with random: inout SampleRandom) -> String {
        let pieces = [
            "a", "B", "é", "É", "ß", "日", "Ω", "\\.", ".", "[a-c]", "[^a]", "[^A-Z]", "[à-þ]", "[À-Þ]", "[^É]", "[Z-a]",
            "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "[\\W]", "[^\\w]", "[^\\W]", "[\\Sx]", "[^\\d\\D]", "^", "$",
            "()",
            "[[:alpha:]]", "[[:upper:]]", "[[:punct:]]", "[[:print:]]", "[[:blank:]]", "[[:space:]_]", "[]-]",
        ]
        var text = ""
        for _ in 0...random.next(3) {
            switch random.next(depth > 0 ? 8 : 5) {
            case 5: text += "(" + pattern(depth: depth - 1, with: &random) + ")"
            case 6: text += (0..<2).map { _ in pattern(depth: depth - 1, with: &random) }.joined(separator: "|")
            case 7:
                let counts = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "{0}"]
                text += "(?:" + pattern(depth: depth - 1, with: &random) + ")" + counts[random.next(counts.count)]
            default: text += pieces[random.next(pieces.count)]
            }
        }
        return text
    }
}

extension SampleRandom {
    fileprivate mutating func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
