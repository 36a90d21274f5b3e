package import Identity

extension SQLIdentityStore {
    package func insert(_ project: Project) async throws(IdentityStoreError) {
        try await write { session in
            try ProjectRows.checkFree(id: project.id, name: project.name, in: session)
            try session.execute(
                SQLQuery(
                    "INSERT INTO projects (name, description, is_enabled, id) VALUES (?, ?, ?, ?)",
                    ProjectRows.values(of: project)))
        }
    }

    package func project(id: String) async throws(IdentityStoreError) -> Project? {
        try await read { try ProjectRows.project(id: id, in: $0) }
    }

    package func project(name: String) async throws(IdentityStoreError) -> Project? {
        try await read { try ProjectRows.projects(SQLQuery(" WHERE name = ?", [.text(name)]), in: $0).first }
    }

    package func projects() async throws(IdentityStoreError) -> [Project] {
        try await read { try ProjectRows.projects(SQLQuery(" ORDER BY name"), in: $0) }
    }

    package func projects(ofUser userID: String) async throws(IdentityStoreError) -> [Project] {
        try await read { session in
            let condition = SQLQuery(
                " WHERE id IN (SELECT project_id FROM role_assignments WHERE user_id = ?) ORDER BY name",
                [.text(userID)])
            return try ProjectRows.projects(condition, in: session)
        }
    }

    package func updateProject(
        id: String, _ changes: ProjectChanges
    ) async throws(IdentityStoreError) -> Project {
        try await write { session in
            guard let old = try ProjectRows.project(id: id, in: session) else { throw IdentityStoreError.notFound }
            let new = changes.applied(to: old)
            if new.name != old.name { try ProjectRows.checkFree(id: nil, name: new.name, in: session) }
            try session.execute(
                SQLQuery(
                    "UPDATE projects SET name = ?, description = ?, is_enabled = ? WHERE id = ?",
                    ProjectRows.values(of: new)))
            return new
        }
    }

    package func deleteProject(id: String) async throws(IdentityStoreError) {
        try await write { session in
            try session.execute(SQLQuery("DELETE FROM role_assignments WHERE project_id = ?", [.text(id)]))
            try session.execute(
                SQLQuery("UPDATE users SET default_project = NULL WHERE default_project = ?", [.text(id)]))
            let deleted = try session.execute(SQLQuery("DELETE FROM projects WHERE id = ?", [.text(id)]))
            guard deleted == 1 else { throw IdentityStoreError.notFound }
        }
    }
}

enum ProjectRows {
    static func project(id: String, in session: any SQLSession) throws -> Project? {
        try projects(SQLQuery(" WHERE id = ?", [.text(id)]), in: session).first
    }

    /// `condition` begins with a space.
    static func projects(_ condition: SQLQuery, in session: any SQLSession) throws -> [Project] {
        var query = SQLQuery(composing: "SELECT id, name, description, is_enabled FROM projects", reusable: true)
        query.add(condition)
        return try session.rows(query) { row in
            Project(id: row.text(), name: row.text(), description: row.text(), isEnabled: row.flag())
        }
    }

    static func checkFree(id: String?, name: String, in session: any SQLSession) throws {
        let query = SQLQuery("SELECT 1 FROM projects WHERE id = ? OR name = ?", [.text(id), .text(name)])
        if try session.exists(query) { throw IdentityStoreError.conflict("project") }
    }

    static func values(of project: Project) -> [SQLValue] {
        [.text(project.name), .text(project.description), .flag(project.isEnabled), .text(project.id)]
    }
}
