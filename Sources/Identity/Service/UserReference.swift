/// A user as a client names one.
package enum UserReference: Sendable, Equatable {
    case id(String)
    case name(String, DomainReference)
}
