import AerieTestSupport
import WireJSON

extension JSONValue {
    var integer: Int64? {
        if case .int(let number) = self { number } else { nil }
    }

    func text(_ key: String) throws -> String {
        try (self[key: key]?.text).orThrow("no text \(key) in \(self)")
    }

    func integer(_ key: String) throws -> Int64 {
        try (self[key: key]?.integer).orThrow("no integer \(key) in \(self)")
    }

    func list(_ key: String) throws -> [JSONValue] {
        try (self[key: key]?.array).orThrow("no list \(key) in \(self)")
    }
}

extension APIClient {
    /// The fault of a server in ERROR, as its owner reads it.
    /// What an administrator reads: the message for everyone, and the details.
    func fault(of server: String) async throws -> String {
        let fault = try await self.server(server)[key: "fault"].orThrow("server \(server) has no fault")
        return try fault.text("message") + " " + fault.text("details")
    }

    func fixedAddress(of server: String) async throws -> String {
        let addresses = try await self.server(server)[key: "addresses"].orThrow("no addresses")
        return try addresses.list("private").first.orThrow("no address in \(addresses)").text("addr")
    }

    func deleteAndWait(_ server: String) async throws {
        _ = try await delete("/v2.1/servers/\(server)").expecting(204)
        try await wait(for: server, toBe: ["GONE"])
    }

    /// Also where deletions are deferred.
    func forceDeleteAndWait(_ server: String) async throws {
        _ = try await action("forceDelete", on: server).expecting(202)
        try await wait(for: server, toBe: ["GONE"])
    }
}
