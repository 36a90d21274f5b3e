/// A project as a client names one.
package enum ProjectReference: Sendable, Equatable {
    case id(String)
    case name(String, DomainReference)
}
