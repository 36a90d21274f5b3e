/// What an update of a project writes; see `UserChanges`.
package struct ProjectChanges: Sendable, Equatable {
    package var name: Change<String> = .unchanged
    package var description: Change<String> = .unchanged
    package var isEnabled: Change<Bool> = .unchanged

    package init() {}

    package func applied(to project: Project) -> Project {
        Project(
            id: project.id,
            name: name.applied(to: project.name),
            description: description.applied(to: project.description),
            isEnabled: isEnabled.applied(to: project.isEnabled))
    }
}
