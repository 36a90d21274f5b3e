import HTTPTypes
import Hummingbird

/// One line of the log for every request.
package struct AccessEntry: Sendable, Hashable {
    package let method: String
    /// As it was sent, without the query, which may hold what isn't for the log, and without the token of a console.
    package let path: String
    package let status: Int
    /// `req-` and a UUID.
    package let requestID: String
    /// From the request's head to its answer's.
    package let microseconds: Int64

    package init(method: String, path: String, status: Int, requestID: String, microseconds: Int64) {
        self.method = method
        self.path = path
        self.status = status
        self.requestID = requestID
        self.microseconds = microseconds
    }

    init(_ request: Request, _ response: Response, _ id: RequestID, took duration: Duration) {
        let parts = duration.components
        self.init(
            method: request.method.rawValue, path: Self.shown(request.uri.path), status: response.status.code,
            requestID: id.text, microseconds: parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000)
    }

    /// Without the token of a console, which is part of the path of its resource.
    static func shown(_ path: String) -> String {
        var rest = path.utf8[...]
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            rest = rest[slash...]
            if rest.starts(with: tokens.utf8) { return path[..<slash] + tokens + "***" }
            rest = rest.dropFirst()
        }
        return path
    }

    private static let tokens = "/os-console-auth-tokens/"
}

/// Writes the line. It is a closure of its own, not an event of swift-log: what that makes of an event (a dictionary, texts
/// of every value) costs as much as the rest of a short answer. Called on the connection's event loop.
package typealias AccessLog = @Sendable (AccessEntry) -> Void
