import Testing
import WireJSON

@Suite struct JSONWriterTests {
    private func written(_ content: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        content(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test("what is written is read back the same")
    func roundTrip() throws {
        var random = SplitMix(seed: 42)
        for _ in 0..<2000 {
            let document = RandomJSON.document(depth: 4, using: &random)
            #expect(try JSONParser.parse(document.encoded) == document)
        }
    }

    @Test("commas stand between the items of a level and nowhere else")
    func commas() {
        let text = written { writer in
            writer.object { writer in
                writer.object("a") { _ in }
                writer.array("b") { writer in
                    writer.array { _ in }
                    writer.int(1)
                    writer.object { $0.field("c", true) }
                    writer.null()
                }
                writer.key(JSONKey("d"))
                writer.string("e")
                writer.key(escaping: "f\"")
                writer.raw([UInt8(ascii: "7")])
                writer.nullField("g")
            }
        }
        #expect(text == #"{"a":{},"b":[[],1,{"c":true},null],"d":"e","f\"":7,"g":null}"#)
    }

    @Test("quotes, backslashes and control characters are escaped wherever they stand", arguments: 0..<20)
    func escapes(position: Int) {
        let before = String(repeating: "x", count: position)
        let text = written { $0.string(before + "\"\\\u{0}\u{1F}\n\u{7F}é" + before) }
        #expect(text == "\"\(before)" + #"\"\\\u0000\u001f\n"# + "\u{7F}é\(before)\"")
    }

    @Test("integers of every size are written", arguments: [0, 7, -1, 10, 99, 100, Int64.max, Int64.min])
    func integers(value: Int64) {
        #expect(written { $0.int(value) } == String(value))
    }

    @Test("numbers that JSON doesn't know become null")
    func nonFinite() {
        #expect(
            written {
                $0.array {
                    $0.double(.infinity); $0.double(.nan); $0.double(2.5)
                }
            } == "[null,null,2.5]")
    }

    @Test("nil is null")
    func nils() {
        let text = written { writer in
            writer.array { writer in
                writer.string(nil)
                writer.int(Int?.none)
                writer.bool(nil)
                writer.double(nil)
            }
        }
        #expect(text == "[null,null,null,null]")
    }

    @Test("maps are sorted by key")
    func maps() {
        #expect(written { $0.stringMap(["b": "2", "a": "1"]) } == #"{"a":"1","b":"2"}"#)
    }
}
