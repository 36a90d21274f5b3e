import Compute
import Foundation
import Testing

@Suite struct CPUSetTests {
    @Test(arguments: [
        ("0", [0]), ("0-3", [0, 1, 2, 3]), ("0-3,^2", [0, 1, 3]), ("^2,0-3", [0, 1, 3]), ("7,1,3", [1, 3, 7]),
        ("0-5,^1-3", [0, 4, 5]), (" 1 , 2-3", [1, 2, 3]), ("1,1-2", [1, 2]), ("^1", []), ("8191", [8191]),
    ])
    func `the field's notation is read`(text: String, members: [Int]) throws {
        #expect(try #require(CPUSet(text)).sorted == members)
    }

    @Test(arguments: [
        "", ",", "1,", "a", "-1", "1-", "3-1", "1-2-3", "0x1", "+1", "8192", "0-99999999999999999999", "^", "^a", "1;2",
        "٣",
    ])
    func `anything else is refused`(text: String) {
        #expect(CPUSet(text) == nil)
    }

    @Test func `a list is read at no great cost, and a longer one not at all`() throws {
        let item = ",^1-8191"
        #expect(try #require(CPUSet("0" + String(repeating: item, count: 511))).sorted == [0])
        #expect(CPUSet("0" + String(repeating: item, count: 512)) == nil)
    }

    @Test func `numbers from a limit on are refused`() throws {
        #expect(try #require(CPUSet("0-3", below: 4)).count == 4)
        #expect(CPUSet("0-4", below: 4) == nil)
        #expect(CPUSet("0,^4", below: 4) == nil)
    }

    @Test(
        arguments: [([], ""), ([3], "3"), ([0, 1], "0-1"), ([5, 0, 1, 2, 4], "0-2,4-5"), ([9, 7], "7,9")]
            as [([Int], String)])
    func `it is written with ranges`(members: [Int], text: String) {
        #expect(CPUSet(members).text == text)
    }

    @Test(arguments: [("^0", [1, 2, 3]), ("0-1", [0, 1]), ("^0-1,^3", [2]), (" ^3", [0, 1, 2])])
    func `a mask that begins with a subtraction takes away from all`(text: String, members: [Int]) throws {
        #expect(try #require(CPUSet(mask: text, of: 4)).sorted == members)
    }

    @Test func `what is written is read again, whatever it is`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let set = CPUSet(
                (0..<Int.random(in: 1...40, using: &random)).map { _ in Int.random(in: 0...99, using: &random) })
            #expect(CPUSet(set.text) == set)
            #expect(try JSONDecoder().decode(CPUSet.self, from: JSONEncoder().encode(set)) == set)
        }
    }
}

/// The same numbers in each run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
