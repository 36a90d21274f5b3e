extension IdentityService {
    /// Sorted by name.
    package func projects() async throws(IdentityError) -> [Project] {
        let store = self.store
        return try await stored { () async throws(IdentityStoreError) in try await store.projects() }
    }

    /// Those a token of the user can be scoped to, sorted by name.
    package func projects(ofUser id: String) async throws(IdentityError) -> [Project] {
        let store = self.store
        let projects = try await stored { () async throws(IdentityStoreError) in try await store.projects(ofUser: id) }
        return projects.filter(\.isEnabled)
    }

    package func project(id: String) async throws(IdentityError) -> Project {
        guard let project = try await project(.id(id)) else { throw .notFound(.project, id: id) }
        return project
    }

    package func project(named name: String) async throws(IdentityError) -> Project {
        guard let project = try await project(.name(name, .id(Domain.id))) else { throw .notFound(.project, id: name) }
        return project
    }

    /// Throws `.conflict` when the name is taken, `.invalid` for a field that can't be stored.
    package func createProject(_ new: NewProject) async throws(IdentityError) -> Project {
        try FieldRules.checkName(new.name, longest: 64)
        try FieldRules.checkDescription(new.description)
        let project = Project(id: newID(), name: new.name, description: new.description, isEnabled: new.isEnabled)
        let store = self.store
        try await changed(.project, id: project.id) { () async throws(IdentityStoreError) in
            try await store.insert(project)
        }
        return project
    }

    /// While a project is disabled, tokens scoped to it are refused.
    /// - Throws: `.forbidden` for disabling the last project that has an administrator.
    package func updateProject(id: String, _ update: ProjectUpdate) async throws(IdentityError) -> Project {
        if update.isEnabled == false { try await requireAdministrator { $0.projectID == id } }
        if let name = update.name { try FieldRules.checkName(name, longest: 64) }
        if let description = update.description { try FieldRules.checkDescription(description) }
        var changes = ProjectChanges()
        changes.name = Change(ifPresent: update.name)
        changes.description = Change(ifPresent: update.description)
        changes.isEnabled = Change(ifPresent: update.isEnabled)
        let (store, written) = (store, changes)
        return try await changed(.project, id: id) { () async throws(IdentityStoreError) in
            try await store.updateProject(id: id, written)
        }
    }

    /// Only the project itself: what it owns elsewhere is for the caller to look at before.
    /// - Throws: `.forbidden` for the last one that has an administrator.
    package func deleteProject(id: String) async throws(IdentityError) {
        try await requireAdministrator { $0.projectID == id }
        let store = self.store
        try await changed(.project, id: id) { () async throws(IdentityStoreError) in
            try await store.deleteProject(id: id)
        }
    }
}
