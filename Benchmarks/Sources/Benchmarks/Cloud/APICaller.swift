import Foundation

/// One user of a cloud on one connection.
final class APICaller {
    let port: Int
    let token: String?
    private let connection: HTTPConnection

    init(port: Int, token: String?) throws {
        self.port = port
        self.token = token
        connection = try HTTPConnection(port: port)
    }

    /// The same user on a connection of its own.
    func another() throws -> APICaller { try APICaller(port: port, token: token) }

    /// The request of this user as bytes.
    func request(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> [UInt8] {
        let bytes = try body.map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) }
        return request(method, path, bytes: bytes, type: "application/json")
    }

    func request(_ method: String, _ path: String, bytes: [UInt8]?, type: String) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let bytes { head += "Content-Type: \(type)\r\nContent-Length: \(bytes.count)\r\n" }
        return Array((head + "\r\n").utf8) + (bytes ?? [])
    }

    /// What says who asks, and at which version.
    var headers: [(name: String, value: String)] {
        var headers = [(name: "OpenStack-API-Version", value: "compute 2.104")]
        if let token { headers.append((name: "X-Auth-Token", value: token)) }
        return headers
    }

    func exchange(_ request: [UInt8]) throws -> HTTPReply { try connection.exchange(request) }

    func get(_ path: String) throws -> HTTPReply { try exchange(try request("GET", path)) }

    @discardableResult
    func post(_ path: String, _ body: [String: Any]) throws -> HTTPReply {
        try exchange(try request("POST", path, body))
    }

    @discardableResult
    func delete(_ path: String) throws -> HTTPReply { try exchange(try request("DELETE", path)) }
}
