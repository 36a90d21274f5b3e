import Compute
import Testing

@Suite("Console text")
struct ConsoleTextTests {
    @Test(
        "The last lines are counted from the end",
        arguments: [
            ("a\nb\nc\n", nil, "a\nb\nc\n"), ("a\nb\nc\n", -1, "a\nb\nc\n"), ("a\nb\nc\n", 0, ""),
            ("a\nb\nc\n", 1, ""),
            ("a\nb\nc", 1, "c"), ("a\nb\nc\n", 2, "c\n"), ("a\nb\nc\n", 3, "b\nc\n"),
            ("a\nb\nc\n", 4, "a\nb\nc\n"), ("a\nb\nc\n", 9, "a\nb\nc\n"),
            ("", 3, ""), ("\n\n", 2, "\n"), ("a", 1, "a"),
        ] as [(String, Int?, String)])
    func lines(text: String, count: Int?, expected: String) {
        #expect(ConsoleText.text(of: Array(text.utf8), lastLines: count) == expected)
    }

    @Test("Only tabs and line feeds are left of the control characters")
    func control() {
        #expect(ConsoleText.text(of: Array(0...34), lastLines: nil) == "\t\n !\"")
        #expect(ConsoleText.text(of: Array("\u{1B}[1mx\r\n".utf8), lastLines: nil) == "[1mx\n")
    }

    @Test("Broken UTF-8 is replaced, whole characters stay")
    func broken() {
        #expect(ConsoleText.text(of: [0x61, 0xFF, 0x62], lastLines: nil) == "a\u{FFFD}b")
        #expect(ConsoleText.text(of: Array("grün\n".utf8), lastLines: 2) == "grün\n")
    }
}
