import APISchema
package import Compute
import HTTPTypes
package import Identity
import NIOCore

extension APIError {
    /// Every error that an operation may end with. What isn't known is a defect: the client learns the type's name only.
    package init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as ComputeError: self.init(compute: error)
        case let error as IdentityError: self.init(identity: error)
        case is NIOTooManyBytesError: self = .bodyTooLarge
        default: self = .unexpected(error)
        }
    }

    package init(compute error: ComputeError) {
        switch error {
        case .notFound, .missing: self.init(.notFound, error.message)
        case .invalid: self.init(.badRequest, error.message)
        case .forbidden, .overQuota: self.init(.forbidden, error.message)
        case .conflict, .wrongState, .locked, .notReady: self.init(.conflict, error.message)
        case .notSupported: self.init(.notImplemented, error.message)
        case .unavailable, .noSpace: self.init(.serviceUnavailable, error.message)
        case .tooLarge: self.init(.contentTooLarge, error.message)
        case .gone: self.init(.gone, error.message)
        case .failure: self = .unexpected(error)
        }
    }

    package init(identity error: IdentityError) {
        switch error {
        case .unauthorized: self.init(.unauthorized, error.message)
        case .forbidden: self.init(.forbidden, error.message)
        case .notFound: self.init(.notFound, error.message)
        case .conflict: self.init(.conflict, error.message)
        case .invalid: self.init(.badRequest, error.message)
        case .tooManyAttempts(let seconds): self = APIError(.tooManyRequests, error.message).retry(after: seconds)
        case .unavailable: self.init(.serviceUnavailable, error.message)
        }
    }

    init(_ failure: SchemaFailure, in place: SchemaFailure.Place) {
        self.init(.badRequest, failure.message(in: place))
    }

    private static func unexpected(_ error: any Error) -> APIError {
        APIError(
            .internalServerError,
            "Unexpected API Error. Please report this with the request id; the log tells more.\n<\(Swift.type(of: error))>"
        )
    }

    /// The service is at fault, not the request: the error belongs into the log.
    var isFailure: Bool { status.code >= 500 && status != .notImplemented }
}
