package import HTTPTypes

/// A refusal as the client gets it: a status and a sentence.
package struct APIError: Error, Sendable, Hashable {
    package var status: HTTPResponse.Status
    package var message: String
    /// Sent along with the answer.
    package var headers: HTTPFields
    /// What the network API calls the error's type; derived from the status when nil.
    package var type: String?

    package init(
        _ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:], type: String? = nil
    ) {
        self.status = status
        self.message = message
        self.headers = headers
        self.type = type
    }

    package static let notFound = APIError(.notFound, "The resource could not be found.")
    package static let malformedBody = APIError(.badRequest, "Malformed request body")
    package static let unsupportedContentType = APIError(.unsupportedMediaType, "Unsupported Content-Type")
    package static let bodyTooLarge = APIError(.contentTooLarge, "Request is too large.")
    package static let unauthorized = APIError(.unauthorized, "The request you have made requires authentication.")

    /// The marker of a list that names nothing.
    package static func markerNotFound(_ marker: String) -> APIError {
        APIError(.badRequest, "marker [\(marker)] not found")
    }

    /// With a `Retry-After` header, in seconds.
    package func retry(after seconds: Int) -> APIError {
        var error = self
        error.headers[.retryAfter] = String(seconds)
        return error
    }
}
