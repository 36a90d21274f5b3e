/// Everything the API can do with flavors.
package struct FlavorService: Sendable {
    private let flavors: any FlavorStore
    /// Nil when the identity service can't tell.
    private let projectExists: @Sendable (ProjectID) async -> Bool?
    private let world: World

    /// - Parameter projectExists: nil when that can't be found out now.
    package init(
        flavors: any FlavorStore, projectExists: @escaping @Sendable (ProjectID) async -> Bool?, world: World
    ) {
        self.flavors = flavors
        self.projectExists = projectExists
        self.world = world
    }

    /// - Throws: `.notFound`, also for private flavors that the scope's project was not given.
    package func show(_ id: String, in scope: Scope) async throws(ComputeError) -> FlavorRecord {
        let flavor = try await flavors.flavor(id)
        guard !flavor.isPublic, case .project(let project) = scope else { return flavor }
        guard try await flavors.hasAccess(project, to: id) else { throw .notFound(kind: "Flavor", id: id) }
        return flavor
    }

    package func list(_ query: FlavorQuery) async throws(ComputeError) -> [FlavorRecord] {
        try await flavors.flavors(query)
    }

    /// - Throws: `.conflict` when the id or the name is taken.
    package func create(_ new: NewFlavor) async throws(ComputeError) -> FlavorRecord {
        let flavor = new.record(id: new.id ?? world.makeUUID(), at: world.now())
        try await flavors.create(flavor)
        return flavor
    }

    package func setDescription(_ text: String?, of id: String) async throws(ComputeError) -> FlavorRecord {
        try await flavors.setDescription(text, of: id)
    }

    package func delete(_ id: String) async throws(ComputeError) {
        try await flavors.delete(id)
    }
}

// MARK: Extra specs

extension FlavorService {
    package func extraSpec(_ key: String, of id: String, in scope: Scope) async throws(ComputeError) -> String {
        guard let value = try await show(id, in: scope).extraSpecs[key] else {
            throw .missing("Flavor \(id) has no extra specs with key \(key).")
        }
        return value
    }

    /// Adds or overwrites.
    package func addExtraSpecs(_ specs: [String: String], to id: String) async throws(ComputeError) {
        _ = try await flavors.addExtraSpecs(specs, to: id)
    }

    package func removeExtraSpec(_ key: String, from id: String) async throws(ComputeError) {
        try await flavors.removeExtraSpec(key, from: id)
    }
}

// MARK: Access

extension FlavorService {
    /// The projects that may use a private flavor, sorted.
    /// - Throws: `.missing` for a public flavor: it has no such list.
    package func access(to id: String) async throws(ComputeError) -> [FlavorAccess] {
        guard try await !flavors.flavor(id).isPublic else {
            throw .missing("Access list not available for public flavors.")
        }
        return try await projects(of: id)
    }

    /// - Parameter refusesPublic: a public flavor is a conflict; otherwise the row is kept, to no effect.
    /// - Throws: `.invalid` for a project that the identity service does not know.
    package func addAccess(
        _ project: ProjectID, to id: String, refusesPublic: Bool
    ) async throws(ComputeError) -> [FlavorAccess] {
        if await projectExists(project) == false {
            throw .invalid("Project ID \(project) is not a valid project.")
        }
        if try await flavors.flavor(id).isPublic, refusesPublic {
            throw .conflict("Can not add access to a public flavor.")
        }
        try await flavors.addAccess(project, to: id)
        return try await projects(of: id)
    }

    /// Projects that no longer exist can be removed too, so the identity service is not asked.
    package func removeAccess(_ project: ProjectID, from id: String) async throws(ComputeError) -> [FlavorAccess] {
        try await flavors.removeAccess(project, from: id)
        return try await projects(of: id)
    }

    private func projects(of id: String) async throws(ComputeError) -> [FlavorAccess] {
        try await flavors.access(to: id).map { FlavorAccess(flavorID: id, project: $0) }
    }
}
