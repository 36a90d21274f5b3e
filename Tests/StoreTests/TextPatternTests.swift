import Compute
import Testing

@testable import Store

@Suite struct TextPatternTests {
    /// Patterns, and texts in which each is found.
    static let matching = [
        ("web", "my-WEB-1"), ("^web", "Web"), ("b$", "web"), ("", "x"), ("", ""), ("^$", ""), ("w.b", "wéb"),
        ("a|b|c", "xc"), ("(ab)+$", "xabab"), ("a{2,3}b", "aab"), ("a{2}", "aa"), ("[0-9]+", "n7"),
        ("[^a-z]", "a1"),
        ("[[:digit:]]{2}", "42"), ("\\d\\s\\w", "1 _"), ("\\.", "a.b"), ("[A-C]x", "bX"), ("É", "é"), ("a*?b", "b"),
        ("(?:x|y)z", "yz"), ("[]a]", "]"), ("[a-]", "-"), ("()*x", "x"), ("a{0}b", "b"), ("x(|y)z", "xz"),
        ("ß", "Straße"), ("日.", "日本"), ("a{1,}", "aaa"), ("\\[x\\]", "[x]"),
    ]

    /// Patterns, and texts in which each is not found.
    static let different = [
        ("^eb", "web"), ("we$", "web"), ("a{3}", "aa"), ("[^a]", "A"), ("\\d", "x"), ("^(a|b)$", "ab"),
        ("\\.", "ab"),
        ("x", ""), ("[[:alpha:]]", "1"), ("^a{2,3}$", "aaaa"),
    ]

    @Test("a pattern finds what it describes", arguments: matching)
    func finds(_ pattern: String, _ text: String) throws {
        #expect(try TextPattern(pattern).matches(text))
    }

    @Test("a pattern does not find what it doesn't describe", arguments: different)
    func ignores(_ pattern: String, _ text: String) throws {
        #expect(try !TextPattern(pattern).matches(text))
    }

    @Test("a pattern with a NUL is refused before it reaches an engine, which would cut it")
    func nul() {
        #expect(throws: ComputeError.invalid("Invalid filter: a regular expression can't hold a NUL character.")) {
            try TextPattern.check("web\0x")
        }
    }

    @Test(
        "what is no pattern is refused",
        arguments: [
            "(", ")", "[", "*", "a{", "a{2,1}", "\\", "[z-a]", "(?=x)", "\\1", "[[:nope:]]", "a{256}", "+", "{1}",
            "((a{99}){99}){99}", "(((){255}){255}){255}", String(repeating: "a", count: 300),
        ])
    func refuses(_ pattern: String) {
        #expect(throws: ComputeError.self) { _ = try TextPattern(pattern) }
    }

    /// Otherwise it would take longer than anybody waits.
    @Test(.timeLimit(.minutes(5))) func `a hostile pattern takes time in proportion to the text`() throws {
        let pattern = try TextPattern("^(a+)+(a|a)*(a*)*b$")
        #expect(!pattern.matches(String(repeating: "a", count: 5_000)))
    }
}
