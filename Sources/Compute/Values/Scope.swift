/// Which projects' objects a call may see.
package enum Scope: Sendable, Hashable {
    case project(ProjectID)
    /// An administrator: every project's objects by id.
    case everything

    package func includes(_ project: ProjectID) -> Bool {
        switch self {
        case .project(let own): own == project
        case .everything: true
        }
    }
}
