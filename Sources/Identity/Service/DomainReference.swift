/// A domain as a client names one.
package enum DomainReference: Sendable, Equatable {
    case id(String)
    case name(String)

    /// Clients write the domain's name in any case.
    var isOurs: Bool {
        switch self {
        case .id(let id): id == Domain.id
        case .name(let name): name.lowercased() == Domain.name.lowercased()
        }
    }
}
