import NIOCore
import NIOHTTP1

/// An answer over HTTP; also the error that a refused handshake throws.
struct Reply: Error, Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders = [:]
    var body = ByteBuffer()
    var endsConnection = false

    /// Without a body: clients of WebSockets take what follows the head for frames.
    static func refused(_ status: HTTPResponseStatus) -> Reply {
        Reply(status: status, endsConnection: true)
    }

    static let wrongVersion = Reply(
        status: .upgradeRequired, headers: ["sec-websocket-version": "13"], endsConnection: true)

    static func text(_ status: HTTPResponseStatus, _ text: String) -> Reply {
        Reply(
            status: status, headers: ["content-type": "text/plain; charset=utf-8"],
            body: ByteBuffer(string: text + "\n"))
    }

    /// The whole head. A page's URL has a token: it must reach neither other hosts nor the disk.
    var head: HTTPResponseHead {
        var headers = headers
        headers.replaceOrAdd(name: "content-length", value: "\(body.readableBytes)")
        headers.replaceOrAdd(name: "cache-control", value: "no-store")
        headers.replaceOrAdd(name: "referrer-policy", value: "no-referrer")
        headers.replaceOrAdd(name: "x-content-type-options", value: "nosniff")
        if endsConnection { headers.replaceOrAdd(name: "connection", value: "close") }
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }
}
