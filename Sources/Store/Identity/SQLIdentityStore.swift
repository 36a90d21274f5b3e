package import Identity

/// Users, projects, roles and revocations in SQL.
package struct SQLIdentityStore: IdentityStore {
    let engine: any SQLEngine

    package init(engine: any SQLEngine) {
        self.engine = engine
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(IdentityStoreError) -> Value {
        do { return try await engine.read(body) } catch { throw IdentityStoreError(storing: error) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(IdentityStoreError) -> Value {
        do { return try await engine.write(body) } catch { throw IdentityStoreError(storing: error) }
    }

    package func insert(_ assignment: RoleAssignment) async throws(IdentityStoreError) {
        try await write { session in
            guard try UserRows.user(id: assignment.userID, in: session) != nil,
                try ProjectRows.project(id: assignment.projectID, in: session) != nil
            else { throw IdentityStoreError.notFound }
            try session.execute(
                SQLQuery(
                    """
                    INSERT INTO role_assignments (user_id, project_id, role) VALUES (?, ?, ?)
                    ON CONFLICT (user_id, project_id, role) DO NOTHING
                    """, Self.values(of: assignment)))
        }
    }

    package func delete(_ assignment: RoleAssignment) async throws(IdentityStoreError) {
        try await write { session in
            let deleted = try session.execute(
                SQLQuery(
                    "DELETE FROM role_assignments WHERE user_id = ? AND project_id = ? AND role = ?",
                    Self.values(of: assignment)))
            guard deleted == 1 else { throw IdentityStoreError.notFound }
        }
    }

    private static func values(of assignment: RoleAssignment) -> [SQLValue] {
        [.text(assignment.userID), .text(assignment.projectID), .text(assignment.role.rawValue)]
    }

    package func assignments(
        userID: String?, projectID: String?
    ) async throws(IdentityStoreError) -> [RoleAssignment] {
        try await read { session in
            var query = SQLQuery(
                composing: "SELECT user_id, project_id, role FROM role_assignments WHERE 1 = 1", reusable: true)
            if let userID { query.add(" AND user_id = ?", .text(userID)) }
            if let projectID { query.add(" AND project_id = ?", .text(projectID)) }
            query.add(" ORDER BY user_id, project_id, role")
            return try session.rows(query) { row in
                RoleAssignment(userID: row.text(), projectID: row.text(), role: try row.name())
            }
        }
    }

    package func insert(_ revocation: Revocation) async throws(IdentityStoreError) {
        try await write { try RevocationRows.insert(revocation, in: $0) }
    }

    package func isRevoked(
        auditID: String, userID: String, issuedAt: UnixTime
    ) async throws(IdentityStoreError) -> Bool {
        try await read { session in
            try session.exists(
                SQLQuery(
                    """
                    SELECT 1 FROM revocations
                    WHERE (kind = 'token' AND subject = ?) OR (kind = 'user' AND subject = ? AND issued_before > ?)
                    LIMIT 1
                    """, [.text(auditID), .text(userID), .integer(issuedAt.microseconds)]))
        }
    }

    @discardableResult
    package func deleteRevocations(expiredBefore time: UnixTime) async throws(IdentityStoreError) -> Int {
        try await write { session in
            try session.execute(
                SQLQuery("DELETE FROM revocations WHERE expires_at < ?", [.integer(time.microseconds)]))
        }
    }
}
