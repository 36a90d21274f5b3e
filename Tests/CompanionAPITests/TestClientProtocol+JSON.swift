import HTTPTypes
import HummingbirdTesting
import NIOCore
import WireJSON

/// A response with its body read as JSON.
struct JSONResponse: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String
    /// Null when the body is no JSON.
    let body: JSONValue

    /// Members of nested objects and lists: `["token", "roles", 0, "name"]`.
    subscript(path: any Step...) -> JSONValue? {
        path.reduce(body) { value, step in value.flatMap { step.step(into: $0) } }
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

protocol Step: Sendable {
    func step(into value: JSONValue) -> JSONValue?
}

extension String: Step {
    func step(into value: JSONValue) -> JSONValue? { value[key: self] }
}

extension Int: Step {
    func step(into value: JSONValue) -> JSONValue? {
        value.array.flatMap { $0.indices.contains(self) ? $0[self] : nil }
    }
}

extension TestClientProtocol {
    @discardableResult
    func send(
        _ method: HTTPRequest.Method, _ uri: String, token: String? = nil, _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> JSONResponse {
        var fields: HTTPFields = [:]
        let all = headers.merging(token.map { ["X-Auth-Token": $0] } ?? [:]) { first, _ in first }
        for (name, value) in all {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return try await execute(
            uri: uri, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            JSONResponse(
                status: response.status.code, headers: response.headers, text: String(buffer: response.body),
                body: (try? JSONParser.parse(String(buffer: response.body))) ?? .null)
        }
    }
}
