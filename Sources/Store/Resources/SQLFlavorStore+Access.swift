package import Compute

extension SQLFlavorStore {
    package func access(to id: String) async throws(ComputeError) -> [ProjectID] {
        try await engine.reading { session in
            _ = try FlavorRows.flavor(id, in: session)
            let projects = try session.rows(
                SQLQuery("SELECT project_id FROM flavor_access WHERE flavor = ?", [.text(id)])
            ) { ProjectID($0.text()) }
            return projects.sorted()
        }
    }

    package func hasAccess(_ project: ProjectID, to id: String) async throws(ComputeError) -> Bool {
        try await engine.reading { try Self.has(project, id, in: $0) }
    }

    package func addAccess(_ project: ProjectID, to id: String) async throws(ComputeError) {
        try await engine.writing { session in
            _ = try FlavorRows.flavor(id, in: session)
            if try Self.has(project, id, in: session) {
                throw ComputeError.conflict(
                    "Flavor access already exists for flavor \(id) and project \(project) combination.")
            }
            try session.execute(
                SQLQuery(
                    "INSERT INTO flavor_access (flavor, project_id) VALUES (?, ?)", [.text(id), .text(project.text)]))
        }
    }

    package func removeAccess(_ project: ProjectID, from id: String) async throws(ComputeError) {
        try await engine.writing { session in
            _ = try FlavorRows.flavor(id, in: session)
            let removed = try session.execute(
                SQLQuery(
                    "DELETE FROM flavor_access WHERE flavor = ? AND project_id = ?", [.text(id), .text(project.text)]))
            guard removed == 1 else {
                throw ComputeError.missing(
                    "Flavor access not found for flavor \(id) and project \(project) combination.")
            }
        }
    }

    private static func has(_ project: ProjectID, _ id: String, in session: any SQLSession) throws -> Bool {
        try session.exists(
            SQLQuery(
                "SELECT 1 FROM flavor_access WHERE flavor = ? AND project_id = ?", [.text(id), .text(project.text)]))
    }
}
