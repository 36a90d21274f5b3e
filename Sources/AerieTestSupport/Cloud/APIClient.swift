import AsyncHTTPClient
import Foundation
import NIOCore
package import NIOHTTP1
package import WireJSON

/// A plain HTTP client for tests: what a standard client sends, and every byte of what comes back.
package struct APIClient: Sendable {
    package struct Answer: Sendable {
        package let status: Int
        package let headers: [String: String]
        package let bytes: [UInt8]

        package var json: JSONValue { (try? JSONParser.parse(bytes)) ?? .null }
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// A refused connection is an answer too: it is not tried again.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    package let base: String
    package let token: String?
    package var microversion: String?

    package init(base: String, token: String?) {
        self.base = base
        self.token = token
    }

    package static func logIn(base: String, user: String, password: String, project: String) async throws -> APIClient {
        let body: JSONValue = [
            "auth": [
                "identity": [
                    "methods": ["password"],
                    "password": [
                        "user": ["name": .string(user), "password": .string(password), "domain": ["id": "default"]]
                    ],
                ],
                "scope": ["project": ["name": .string(project), "domain": ["id": "default"]]],
            ]
        ]
        let answer = try await APIClient(base: base, token: nil).post("/identity/v3/auth/tokens", body)
        guard answer.status == 201, let token = answer.headers["x-subject-token"] else {
            throw TestCloudError("log-in failed: \(answer.status) \(answer.text)")
        }
        return APIClient(base: base, token: token)
    }

    /// The same caller at another microversion.
    package func at(_ version: String) -> APIClient {
        var copy = self
        copy.microversion = version
        return copy
    }

    package func get(_ path: String) async throws -> Answer { try await send(.GET, path) }
    package func delete(_ path: String) async throws -> Answer { try await send(.DELETE, path) }
    package func post(_ path: String, _ body: JSONValue) async throws -> Answer { try await send(.POST, path, body) }
    package func put(_ path: String, _ body: JSONValue) async throws -> Answer { try await send(.PUT, path, body) }

    package func put(_ path: String, bytes: [UInt8], type: String) async throws -> Answer {
        try await send(.PUT, path, bytes: bytes, type: type)
    }

    package func send(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        var bytes: [UInt8]?
        if let body {
            var writer = JSONWriter()
            writer.value(body)
            bytes = writer.finish()
        }
        return try await send(method, path, bytes: bytes, type: "application/json")
    }

    package func send(_ method: HTTPMethod, _ path: String, bytes: [UInt8]?, type: String) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let token { request.headers.add(name: "X-Auth-Token", value: token) }
        if let microversion { request.headers.add(name: "OpenStack-API-Version", value: "compute \(microversion)") }
        if let bytes {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: bytes))
        }
        let response = try await Self.http.execute(request, timeout: .seconds(120))
        let data = try await response.body.collect(upTo: 256 << 20)
        let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        return Answer(status: Int(response.status.code), headers: headers, bytes: Array(data.readableBytesView))
    }
}
