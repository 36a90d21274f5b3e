import APISchema
import HTTPTypes

/// How the URLs in answers start.
package struct LinkSettings: Sendable, Hashable {
    /// Replaces scheme and host, and its path comes first: `https://cloud.example/compute`.
    package var prefix: String?
    /// Believe `X-Forwarded-Proto`, `-Host`, `-Prefix` and `-For`: only behind a proxy that sets them.
    package var trustsForwardedHeaders: Bool
    /// What the daemon itself speaks.
    package var scheme: String

    package init(prefix: String? = nil, trustsForwardedHeaders: Bool = false, scheme: String = "http") {
        self.prefix = prefix
        self.trustsForwardedHeaders = trustsForwardedHeaders
        self.scheme = scheme
    }

    /// Scheme, host and maybe a path, without a slash at the end.
    func base(for request: HTTPRequest) -> String {
        if let prefix { return Self.withoutSlash(prefix) }
        let headers = request.headerFields
        var scheme = scheme
        var host = request.authority ?? "localhost"
        var path = ""
        if trustsForwardedHeaders {
            if let proto = first(headers[.forwardedProto]), ["http", "https"].contains(proto) { scheme = proto }
            if let forwarded = first(headers[.forwardedHost]) { host = forwarded }
            path = first(headers[.forwardedPrefix]).map(Self.withoutSlash) ?? ""
        }
        return "\(scheme)://\(Self.isHost(host) ? host : "localhost")\(Self.isPath(path) ? path : "")"
    }

    private func first(_ header: String?) -> String? {
        header?.split(separator: ",").first?.trimmingSpace
    }

    private static func withoutSlash(_ text: String) -> String {
        text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Keeps what a client sends out of links unless it can be a host with a port.
    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || "-._:[]".utf8.contains($0) }
    }

    private static func isPath(_ text: String) -> Bool {
        text.isEmpty
            || text.hasPrefix("/") && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\?#".utf8.contains($0) }
    }
}
