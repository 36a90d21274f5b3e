/// Takes validity from tokens that were already handed out.
package struct Revocation: Sendable, Equatable {
    package enum Subject: Sendable, Hashable {
        /// Exactly the token with this audit id.
        case token(auditID: String)
        /// Every token of the user that was issued before `issuedBefore`.
        case user(id: String)
    }

    package var subject: Subject
    package var issuedBefore: UnixTime
    /// When the last token it can touch has expired anyway: from then on the row may go.
    package var expiresAt: UnixTime

    package init(subject: Subject, issuedBefore: UnixTime, expiresAt: UnixTime) {
        self.subject = subject
        self.issuedBefore = issuedBefore
        self.expiresAt = expiresAt
    }
}
