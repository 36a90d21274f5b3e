import Compute
import Testing
import WireJSON

@testable import MetadataService

struct KernelGateTests {
    @Test func `the rules are for what comes in by the one bridge`() throws {
        let address = try #require(IPv4Address("172.29.0.1"))
        let commands = try #require(KernelGate.document("aerie0", to: address, port: 9697)[key: "nftables"]?.array)
        let rules = commands.compactMap { $0[key: "add"]?[key: "rule"] }
        let isFromBridge: JSONValue = ["match": ["op": "==", "left": ["meta": ["key": "iifname"]], "right": "aerie0"]]
        #expect(rules.count == 2)
        for rule in rules {
            #expect(rule[key: "table"] == "aerie0")
            #expect(rule[key: "expr"]?.array?.first == isFromBridge)
        }
        #expect(rules[0][key: "expr"]?.array?.last == ["dnat": ["addr": "172.29.0.1", "port": 9697]])
        #expect(rules[1][key: "expr"]?.array?.last == ["drop": nil])
    }

    @Test func `connections are counted by guest and in all`() throws {
        let (first, second) = (IPv4Address(value: 1), IPv4Address(value: 2))
        let count = ConnectionCount(limit: 3, limitOfGuest: 2)
        #expect(count.enter(first) && count.enter(first))
        #expect(!count.enter(first))
        #expect(count.enter(second))
        #expect(!count.enter(second))
        count.leave(first)
        #expect(count.enter(second))
        #expect(!count.enter(first))
    }
}
