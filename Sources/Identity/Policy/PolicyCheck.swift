/// A condition on who asks and whom the target belongs to.
package indirect enum PolicyCheck: Sendable, Equatable {
    case always, never
    /// Held or implied.
    case role(Role)
    /// The caller's token is scoped to the target's project.
    case projectMatches
    /// The target belongs to the caller.
    case userMatches
    case projectIs(String)
    case userIs(String)
    case targetProjectIs(String)
    case targetUserIs(String)
    case all([PolicyCheck])
    case any([PolicyCheck])
    case not(PolicyCheck)
    /// Another rule by name. Gone after compiling.
    case rule(String)

    /// A compiled check. What has no project, or belongs to nobody, matches nobody.
    func passes(_ caller: Caller, _ target: PolicyTarget) -> Bool {
        switch self {
        case .always: true
        case .never, .rule: false
        case .role(let role): caller.roles.contains(role)
        case .projectMatches: target.projectID != nil && target.projectID == caller.projectID
        case .userMatches: target.userID == caller.userID
        case .projectIs(let id): caller.projectID == id
        case .userIs(let id): caller.userID == id
        case .targetProjectIs(let id): target.projectID == id
        case .targetUserIs(let id): target.userID == id
        case .all(let checks): checks.allSatisfy { $0.passes(caller, target) }
        case .any(let checks): checks.contains { $0.passes(caller, target) }
        case .not(let check): !check.passes(caller, target)
        }
    }

    /// Names of the rules it refers to.
    var references: [String] {
        switch self {
        case .rule(let name): [name]
        case .all(let checks), .any(let checks): checks.flatMap(\.references)
        case .not(let check): check.references
        case .always, .never, .role, .projectMatches, .userMatches, .projectIs, .userIs, .targetProjectIs,
            .targetUserIs:
            []
        }
    }
}
