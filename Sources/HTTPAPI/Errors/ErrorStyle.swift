import HTTPTypes
import WireJSON

/// The shape that an API gives its errors.
package enum ErrorStyle: Sendable, Hashable {
    /// `{"badRequest": {"code", "message"}}`
    case compute
    /// `{"error": {"code", "title", "message"}}`
    case identity
    /// A small HTML page.
    case image
    /// `{"NeutronError": {"type", "message", "detail"}}`
    case network
}

/// An error's body and its type.
struct ErrorDocument: Sendable {
    let bytes: [UInt8]
    let contentType: String

    private static let json = "application/json; charset=UTF-8"

    private init(_ content: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(content)
        bytes = writer.finish()
        contentType = Self.json
    }

    private init(html: String) {
        bytes = Array(html.utf8)
        contentType = "text/html; charset=UTF-8"
    }

    init(_ error: APIError, style: ErrorStyle) {
        switch style {
        case .compute: self.init(fault: error)
        case .identity: self.init(identity: error)
        case .image: self.init(page: error)
        case .network: self.init(network: error)
        }
    }

    /// The answer of a router that knows no such URL: no fault.
    static func plain(_ error: APIError, acceptsJSON: Bool) -> ErrorDocument {
        guard acceptsJSON else { return ErrorDocument(page: error) }
        return ErrorDocument { writer in
            writer.field("message", "\(error.message)<br /><br />\n\n\n")
            writer.field("code", "\(error.status.code) \(error.status.reasonPhrase)")
            writer.field("title", error.status.reasonPhrase)
        }
    }

    private init(fault error: APIError) {
        self.init { writer in
            writer.key(escaping: Self.faultName(error.status))
            writer.object { writer in
                writer.field("code", error.status.code)
                writer.field("message", error.message)
                if let seconds = error.headers[.retryAfter], [413, 429].contains(error.status.code) {
                    writer.field("retryAfter", seconds)
                }
            }
        }
    }

    private static func faultName(_ status: HTTPResponse.Status) -> String {
        switch status.code {
        case 400: "badRequest"
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "itemNotFound"
        case 405: "badMethod"
        case 409: "conflictingRequest"
        case 413, 429: "overLimit"
        case 415: "badMediaType"
        case 501: "notImplemented"
        case 503: "serviceUnavailable"
        default: "computeFault"
        }
    }

    init(identity error: APIError) {
        self.init { writer in
            writer.object("error") { writer in
                writer.field("code", error.status.code)
                writer.field("title", error.status.reasonPhrase)
                writer.field("message", error.message)
            }
        }
    }

    private init(network error: APIError) {
        self.init { writer in
            writer.object("NeutronError") { writer in
                writer.field("type", error.type ?? "HTTP\(error.status.reasonPhrase.filter(\.isLetter))")
                writer.field("message", error.message)
                writer.field("detail", "")
            }
        }
    }

    private init(page error: APIError) {
        let title = "\(error.status.code) \(error.status.reasonPhrase)"
        let message = error.message.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
        self.init(
            html: """
                <html>
                 <head>
                  <title>\(title)</title>
                 </head>
                 <body>
                  <h1>\(title)</h1>
                  \(message)<br /><br />



                 </body>
                </html>
                """)
    }
}
