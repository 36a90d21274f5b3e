/// Why the identity service refused.
package enum IdentityError: Error, Equatable {
    package enum Kind: String, Sendable {
        case user, project, role, assignment, token, domain
    }

    /// One case for an unknown user, a wrong password, a disabled project and a bad token: which one is nobody's business.
    case unauthorized
    case forbidden(String)
    case notFound(Kind, id: String)
    case conflict(String)
    case invalid(field: String, reason: String)
    /// `retryAfter` is in seconds.
    case tooManyAttempts(retryAfter: Int)
    /// The store or the hasher failed; the text is for the log.
    case unavailable(String)

    /// For the client. Holds no secret and does not tell which part of a credential was wrong.
    package var message: String {
        switch self {
        case .unauthorized: "The request you have made requires authentication."
        case .forbidden(let reason): reason
        case .notFound(.token, _): "Could not find token."
        case .notFound(let kind, let id): "Could not find \(kind.rawValue): \(id)."
        case .conflict(let reason): reason
        case .invalid(let field, let reason): "Invalid input for field '\(field)': \(reason)"
        case .tooManyAttempts(let seconds): "Too many attempts. Try again in \(seconds) s."
        case .unavailable: "The identity service is not available at the moment."
        }
    }

    init(_ error: IdentityStoreError, _ kind: Kind, id: String) {
        switch error {
        case .conflict(let what): self = .conflict("A \(what) with that name exists already.")
        case .notFound: self = .notFound(kind, id: id)
        case .unavailable(let reason): self = .unavailable(reason)
        }
    }
}
