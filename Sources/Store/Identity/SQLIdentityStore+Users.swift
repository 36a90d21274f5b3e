package import Identity

extension SQLIdentityStore {
    package func insert(_ user: User) async throws(IdentityStoreError) {
        try await write { session in
            try UserRows.checkFree(id: user.id, name: user.name, in: session)
            try UserRows.insert(user, in: session)
        }
    }

    package func user(id: String) async throws(IdentityStoreError) -> User? {
        try await read { try UserRows.user(id: id, in: $0) }
    }

    package func user(name: String) async throws(IdentityStoreError) -> User? {
        try await read { try UserRows.users(SQLQuery(" WHERE name = ?", [.text(name)]), in: $0).first }
    }

    package func users() async throws(IdentityStoreError) -> [User] {
        try await read { try UserRows.users(SQLQuery(" ORDER BY name"), in: $0) }
    }

    package func updateUser(
        id: String, _ changes: UserChanges, adding revocation: Revocation?
    ) async throws(IdentityStoreError) -> User {
        try await write { session in
            guard let old = try UserRows.user(id: id, in: session) else { throw IdentityStoreError.notFound }
            let new = changes.applied(to: old)
            if new.name != old.name { try UserRows.checkFree(id: nil, name: new.name, in: session) }
            try UserRows.update(new, in: session)
            if let revocation { try RevocationRows.insert(revocation, in: session) }
            return new
        }
    }

    package func deleteUser(id: String, adding revocation: Revocation) async throws(IdentityStoreError) {
        try await write { session in
            try session.execute(SQLQuery("DELETE FROM role_assignments WHERE user_id = ?", [.text(id)]))
            let deleted = try session.execute(SQLQuery("DELETE FROM users WHERE id = ?", [.text(id)]))
            guard deleted == 1 else { throw IdentityStoreError.notFound }
            try RevocationRows.insert(revocation, in: session)
        }
    }
}

enum UserRows {
    static func user(id: String, in session: any SQLSession) throws -> User? {
        try users(SQLQuery(" WHERE id = ?", [.text(id)]), in: session).first
    }

    /// `condition` begins with a space.
    static func users(_ condition: SQLQuery, in session: any SQLSession) throws -> [User] {
        var query = SQLQuery(
            composing: "SELECT id, name, is_enabled, password_hash, email, description, default_project FROM users",
            reusable: true)
        query.add(condition)
        return try session.rows(query) { row in
            User(
                id: row.text(), name: row.text(), isEnabled: row.flag(), passwordHash: row.optionalText(),
                email: row.optionalText(), description: row.text(), defaultProjectID: row.optionalText())
        }
    }

    static func checkFree(id: String?, name: String, in session: any SQLSession) throws {
        let query = SQLQuery("SELECT 1 FROM users WHERE id = ? OR name = ?", [.text(id), .text(name)])
        if try session.exists(query) { throw IdentityStoreError.conflict("user") }
    }

    static func insert(_ user: User, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO users (name, is_enabled, password_hash, email, description, default_project, id)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, values(of: user)))
    }

    static func update(_ user: User, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                UPDATE users SET name = ?, is_enabled = ?, password_hash = ?, email = ?, description = ?,
                    default_project = ?
                WHERE id = ?
                """, values(of: user)))
    }

    private static func values(of user: User) -> [SQLValue] {
        [
            .text(user.name), .flag(user.isEnabled), .text(user.passwordHash), .text(user.email),
            .text(user.description), .text(user.defaultProjectID), .text(user.id),
        ]
    }
}

enum RevocationRows {
    static func insert(_ revocation: Revocation, in session: any SQLSession) throws {
        let (kind, subject) =
            switch revocation.subject {
            case .token(let auditID): ("token", auditID)
            case .user(let id): ("user", id)
            }
        try session.execute(
            SQLQuery(
                "INSERT INTO revocations (kind, subject, issued_before, expires_at) VALUES (?, ?, ?, ?)",
                [
                    .text(kind), .text(subject), .integer(revocation.issuedBefore.microseconds),
                    .integer(revocation.expiresAt.microseconds),
                ]))
    }
}
