import LibvirtXML
import Testing

@Suite struct TextRoundTripTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `any text comes back unchanged from an attribute, an element and the metadata`(seed: UInt64) throws {
        var random = RandomText(seed: seed &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<1000 {
            let text = random.text()
            let back = try document(holding: text).roundTripped()
            #expect(isSame(back.name, text))
            #expect(isSame(try #require(back.title), text))
            #expect(isSame(try #require(back.devices.disks.first?.serial), text))
            guard case .file(let path) = back.devices.disks.first?.source else {
                Issue.record("the disk lost its file")
                return
            }
            #expect(isSame(path, text))
            let instance = try #require(back.metadata.instance)
            #expect(isSame(try #require(instance.name), text))
            #expect(isSame(try #require(instance.flavor?.extraSpecs.first?.name), text))
            #expect(isSame(try #require(instance.flavor?.extraSpecs.first?.text), text))
        }
    }

    @Test(arguments: RandomText.hardPieces)
    func `a text of one hard piece comes back unchanged`(piece: String) throws {
        let back = try document(holding: piece).roundTripped()
        #expect(isSame(back.name, piece))
        #expect(isSame(try #require(back.metadata.instance?.flavor?.extraSpecs.first?.name), piece))
    }

    @Test(arguments: Array(0...0x1F) + [0xFFFE, 0xFFFF])
    func `a character that XML can't carry is refused with its place`(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        guard !XMLScalars.isAllowed(scalar) else { return }
        let text = "before" + String(Character(scalar)) + "after"
        #expect(throws: XMLEncodingError.illegalCharacter(scalar, place: "name")) {
            try DomainDocument { $0.name = text }.xml()
        }
        #expect(throws: XMLEncodingError.illegalCharacter(scalar, place: "filter")) {
            try DomainInterface { $0.filter = NWFilterReference(text) }.xml()
        }
    }

    @Test func `exactly tab, newline and carriage return are carried among the controls`() {
        let carried = (0...0x1F as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init).filter(XMLScalars.isAllowed)
        #expect(carried == ["\t", "\n", "\r"])
        #expect(XMLScalars.canCarry("\u{FFFD}\u{1FFFF}"))
        #expect(!XMLScalars.canCarry("\u{FFFF}"))
    }

    private func document(holding text: String) -> DomainDocument {
        DomainDocument {
            $0.name = text
            $0.title = text
            $0.devices.disks = [
                DomainDisk {
                    $0.source = .file(text)
                    $0.target = "vda"
                    $0.serial = text
                }
            ]
            $0.metadata.instance = InstanceMetadata {
                $0.name = text
                $0.flavor = .init { $0.extraSpecs = [.init(text, text)] }
            }
        }
    }
}
