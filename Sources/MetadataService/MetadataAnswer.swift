import NIOHTTP1

/// What is sent back for a request.
struct MetadataAnswer: Sendable, Equatable {
    var status: HTTPResponseStatus
    var type: String
    var body: [UInt8]
    /// The methods of the place, for a 405.
    var allow: String?

    init(
        _ status: HTTPResponseStatus, type: String = "text/plain; charset=UTF-8", body: [UInt8] = [],
        allow: String? = nil
    ) {
        self.status = status
        self.type = type
        self.body = body
        self.allow = allow
    }

    /// An error, with a sentence for whoever looks.
    static func error(_ status: HTTPResponseStatus, _ sentence: String, allow: String? = nil) -> Self {
        Self(status, body: Array((sentence + "\n").utf8), allow: allow)
    }

    static let notFound = error(.notFound, "Nothing is here for this address.")
}
