import Crypto
import FoundationEssentials
import NIOHTTP1

/// A request to open a console's WebSocket (RFC 6455, section 4.2), after everything that can be checked by itself.
struct Handshake: Sendable, Hashable {
    let token: String
    /// The page that asks; nil for a program.
    let origin: String?
    /// The value of `Sec-WebSocket-Accept`.
    let accept: String
    /// Nil: the client offered none.
    let subprotocol: String?

    /// - Returns: nil for a request that is none, but for a page.
    /// - Throws: the answer to a request that is not admitted.
    init?(_ head: HTTPRequestHead, _ rule: OriginRule) throws(Reply) {
        guard head.headers[canonicalForm: "upgrade"].contains(where: { $0.lowercased() == "websocket" }) else {
            return nil
        }
        guard head.method == .GET, head.version == .http1_1,
            head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" }),
            let key = Self.only("sec-websocket-key", head), let decoded = Data(base64Encoded: key), decoded.count == 16
        else { throw .refused(.badRequest) }
        guard Self.only("sec-websocket-version", head) == "13" else { throw .wrongVersion }
        // Before the token: what a foreign page knows of it does not matter then.
        guard rule.admits(head.headers["origin"]) else { throw .refused(.forbidden) }
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        guard offered.isEmpty || offered.contains(Self.binary) else { throw .refused(.badRequest) }
        guard let token = Self.token(of: head.uri) else { throw .refused(.forbidden) }
        self.token = token
        origin = head.headers["origin"].first
        subprotocol = offered.isEmpty ? nil : Self.binary
        accept = Data(Insecure.SHA1.hash(data: Data((key + Self.magic).utf8))).base64EncodedString()
    }

    /// Bytes as they are; the only one that clients of consoles still ask for.
    private static let binary = "binary"
    private static let magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    private static func only(_ name: String, _ head: HTTPRequestHead) -> String? {
        let values = head.headers[name]
        return values.count == 1 ? values.first : nil
    }

    /// The one `token` of the URL's query, if it looks like one.
    private static func token(of uri: String) -> String? {
        guard let mark = uri.firstIndex(of: "?") else { return nil }
        let tokens = uri[uri.index(after: mark)...].split(separator: "&").filter { $0.hasPrefix("token=") }
        guard tokens.count == 1, let token = tokens.first?.dropFirst("token=".count), (1...64).contains(token.count),
            token.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return nil }
        return String(token)
    }
}
