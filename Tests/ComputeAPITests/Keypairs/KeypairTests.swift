import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct KeypairTests {
    @Test("every kind of SSH key gets ssh-keygen's fingerprint", arguments: KeySample.all.indices)
    func fingerprints(index: Int) async throws {
        try await TestCompute.withOthers { cloud in
            let key = KeySample.all[index]
            for text in [key.text, key.text + "\\n", key.text.split(separator: " ").prefix(2).joined(separator: " ")] {
                let answer = try await cloud.send(
                    .post, "os-keypairs",
                    body: #"{"keypair": {"name": "k\#(text.utf8.count)", "public_key": "\#(text)"}}"#)
                #expect(answer.json?[key: "keypair"]?[key: "fingerprint"]?.text == key.fingerprint)
            }
        }
    }

    @Test("a certificate gets its SHA-1 fingerprint")
    func certificate() async throws {
        try await TestCompute.withOthers { cloud in
            let text = KeySample.certificate.text.replacing("\n", with: "\\n")
            let body = #"{"keypair": {"name": "c", "type": "x509", "public_key": "\#(text)"}}"#
            let answer = try await cloud.send(.post, "os-keypairs", version: "2.2", body: body)
            #expect(answer.status == .created)
            #expect(answer.json?[key: "keypair"]?[key: "fingerprint"]?.text == KeySample.certificate.fingerprint)
        }
    }

    @Test(
        "bad keys and names are refused",
        arguments: [
            ("2.1", #""name": "k", "public_key": "ssh-rsa""#), ("2.1", #""name": "k", "public_key": """#),
            ("2.1", #""name": "k", "public_key": "ssh-rsa AAAA""#),
            ("2.1", #""name": "k", "public_key": "ssh-rsa !!!!""#),
            ("2.1", #""name": "k", "public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAQE=""#),
            ("2.2", #""name": "k", "type": "x509", "public_key": "ssh-rsa AAAA""#),
            ("2.2", #""name": "k", "type": "pgp""#), ("2.1", #""name": "k", "type": "ssh""#),
            ("2.1", #""name": "a@b.c""#), ("2.1", #""name": " k""#), ("2.1", #""name": "k/""#), ("2.1", #""name": """#),
            ("2.92", #""name": "k""#), ("2.92", #""name": "k/", "public_key": "x""#),
            ("2.9", #""name": "k", "user_id": "x""#),
            ("v2", #""name": "   ""#), ("2.1", #""public_key": "x""#),
        ])
    func refused(version: String, members: String) async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.send(
                .post, "os-keypairs", version: version, body: #"{"keypair": {\#(members)}}"#)
            #expect(answer.status == .badRequest)
        }
    }

    @Test("a key whose type contradicts its bytes is refused")
    func contradiction() async throws {
        try await TestCompute.withOthers { cloud in
            let bytes = KeySample.all[5].text.split(separator: " ")[1]
            let body = #"{"keypair": {"name": "k", "public_key": "ssh-rsa \#(bytes)"}}"#
            let answer = try await cloud.send(.post, "os-keypairs", body: body)
            #expect(answer.status == .badRequest)
        }
    }

    @Test(
        "names hold what the version allows",
        arguments: [("v2", "a@b.c: d"), ("2.1", "a_b-c 1"), ("2.92", "a@b.c")])
    func names(version: String, name: String) async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.addKey(name, version: version)
            #expect(answer.json?[key: "keypair"]?[key: "name"]?.text == name)
        }
    }

    @Test("without a public key a pair is made, and its private part is told once")
    func generated() async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.send(.post, "os-keypairs", body: #"{"keypair": {"name": "made"}}"#)
            let keypair = try #require(answer.json?[key: "keypair"])
            #expect(keypair[key: "private_key"]?.text?.hasPrefix("-----BEGIN RSA PRIVATE KEY-----\n") == true)
            let line = try #require(keypair[key: "public_key"]?.text)
            #expect(line.hasPrefix("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ"))
            #expect(line.hasSuffix(" Generated-by-Nova"))
            let again = try await cloud.send(
                .post, "os-keypairs", body: #"{"keypair": {"name": "again", "public_key": "\#(line)"}}"#)
            #expect(again.json?[key: "keypair"]?[key: "fingerprint"] == keypair[key: "fingerprint"])
            let shown = try await cloud.send(.get, "os-keypairs/made")
            #expect(shown.json?[key: "keypair"]?[key: "private_key"] == nil)
        }
    }

    @Test("a certificate is made with its key, and can be imported again")
    func generatedCertificate() async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.send(
                .post, "os-keypairs", version: "2.2", body: #"{"keypair": {"name": "made", "type": "x509"}}"#)
            #expect(answer.status == .created)
            let keypair = try #require(answer.json?[key: "keypair"])
            #expect(keypair[key: "private_key"]?.text?.hasPrefix("-----BEGIN PRIVATE KEY-----\n") == true)
            let text = try #require(keypair[key: "public_key"]?.text).replacing("\n", with: "\\n")
            let again = try await cloud.send(
                .post, "os-keypairs", version: "2.2",
                body: #"{"keypair": {"name": "again", "type": "x509", "public_key": "\#(text)"}}"#)
            #expect(again.json?[key: "keypair"]?[key: "fingerprint"] == keypair[key: "fingerprint"])
        }
    }

    @Test("a taken name is a conflict, with and without a key")
    func duplicate() async throws {
        try await TestCompute.withOthers { cloud in
            _ = try await cloud.addKey("k")
            let imported = try await cloud.addKey("k")
            #expect(imported.status == .conflict)
            #expect(imported.message == "Key pair 'k' already exists.")
            let made = try await cloud.send(.post, "os-keypairs", body: #"{"keypair": {"name": "k"}}"#)
            #expect(made.status == .conflict)
        }
    }

    @Test("the quota of keypairs is forbidden to exceed")
    func quota() async throws {
        try await TestCompute.withOthers({ $0.limits.keyPairs = 1 }) { cloud in
            _ = try await cloud.addKey("a")
            let answer = try await cloud.addKey("b")
            #expect(answer.status == .forbidden)
            #expect(answer.message?.hasPrefix("Quota exceeded for key_pairs") == true)
        }
    }

    @Test(
        "delete has its version's status, and 404 the second time",
        arguments: [
            ("v2", HTTPResponse.Status.accepted), ("2.1", .accepted), ("2.2", .noContent), ("2.104", .noContent),
        ])
    func delete(version: String, status: HTTPResponse.Status) async throws {
        try await TestCompute.withOthers { cloud in
            _ = try await cloud.addKey("k")
            #expect(try await cloud.send(.delete, "os-keypairs/k", version: version).status == status)
            #expect(try await cloud.send(.delete, "os-keypairs/k", version: version).status == .notFound)
        }
    }

    @Test("other users' keypairs are the administrators' business, from 2.10 on")
    func otherUsers() async throws {
        try await TestCompute.withOthers { cloud in
            let other = String(repeating: "d", count: 32)
            #expect(try await cloud.addKey("k", version: "2.10", user: other).status == .forbidden)
            #expect(try await cloud.addKey("k", version: "2.10", as: .admin, user: other).status == .created)
            for (method, path) in [
                (HTTPMethod.get, "os-keypairs"), (.get, "os-keypairs/k"), (.delete, "os-keypairs/k"),
            ] {
                let path = "\(path)?user_id=\(other)"
                #expect(try await cloud.send(method, path, version: "2.10").status == .forbidden)
            }
            let shown = try await cloud.send(.get, "os-keypairs/k?user_id=\(other)", as: .admin, version: "2.10")
            #expect(shown.json?[key: "keypair"]?[key: "user_id"]?.text == other)
            #expect(
                try await cloud.send(.get, "os-keypairs/k?user_id=\(other)", as: .admin, version: "2.9").status
                    == .notFound)
        }
    }

    @Test("lists are by name, and paged from 2.35 on")
    func pages() async throws {
        try await TestCompute.withOthers { cloud in
            for name in ["c", "a", "b"] { _ = try await cloud.addKey(name) }
            #expect(
                Self.names(try await cloud.send(.get, "os-keypairs?limit=1", version: "2.34").json) == ["a", "b", "c"])
            let page = try await cloud.send(.get, "os-keypairs?limit=1&marker=a", version: "2.35")
            #expect(Self.names(page.json) == ["b"])
            let link = page.json?[key: "keypairs_links"]?.array?.first?[key: "href"]?.text
            #expect(link?.hasSuffix("/os-keypairs?limit=1&marker=b") == true)
            #expect(try await cloud.send(.get, "os-keypairs?marker=x", version: "2.35").status == .badRequest)
            #expect(try await cloud.send(.get, "os-keypairs?color=x", version: "2.75").status == .badRequest)
            #expect(try await cloud.send(.delete, "os-keypairs/a?color=x", version: "2.75").status == .badRequest)
        }
    }

    private static func names(_ json: JSONValue?) -> [String] {
        json?[key: "keypairs"]?.array?.compactMap { $0[key: "keypair"]?[key: "name"]?.text } ?? []
    }
}
