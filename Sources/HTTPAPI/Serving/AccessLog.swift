import HTTPTypes
import Hummingbird
import Logging
import Metrics

/// One line and two measurements for every request. The query is left out: it may hold what isn't for the log.
enum AccessLog {
    static func write(
        _ request: Request, _ response: Response, _ id: RequestID, took duration: Duration, to logger: Logger
    ) {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        logger.info(
            "\(request.method.rawValue) \(shown(request.uri.path)) \(response.status.code)",
            metadata: ["request": "\(id.text)", "microseconds": "\(microseconds)"])
        let dimensions = [("method", request.method.rawValue), ("status", "\(response.status.code)")]
        Counter(label: "http_requests_total", dimensions: dimensions).increment()
        Timer(label: "http_request_duration", dimensions: [dimensions[0]]).recordMicroseconds(microseconds)
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
