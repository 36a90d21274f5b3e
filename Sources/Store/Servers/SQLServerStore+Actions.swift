package import Compute

extension SQLServerStore {
    package func actions(
        of server: ServerID, _ query: ActionQuery
    ) async throws(ComputeError) -> [InstanceAction] {
        try await engine.reading { session in
            let order = KeysetOrder(keys: [KeysetOrder.Key("sequence", .integer, .descending)])
            var sql = Self.selectActions
            sql.add(" WHERE subject = ? AND request_id IS NOT NULL", .text(server.text))
            if let since = query.changedSince {
                sql.add(" AND COALESCE(updated_at, started_at) >= ?", .integer(since.microseconds))
            }
            if let before = query.changedBefore {
                sql.add(" AND COALESCE(updated_at, started_at) <= ?", .integer(before.microseconds))
            }
            if let marker = query.page.marker {
                sql.add(" AND ")
                order.addAfter(try Self.place(of: marker, of: server, order, in: session), to: &sql)
            }
            order.addOrder(to: &sql)
            sql.add(" LIMIT ?", .integer(max(0, query.page.limit)))
            return try session.rows(sql, Self.readAction).map { $0.1 }
        }
    }

    package func action(
        _ requestID: String, of server: ServerID
    ) async throws(ComputeError) -> InstanceAction? {
        try await engine.reading { session in
            var sql = Self.selectActions
            sql.add(
                " WHERE subject = ? AND request_id = ? ORDER BY sequence DESC LIMIT 1", .text(server.text),
                .text(requestID))
            guard case (let sequence, var action)? = try session.first(sql, Self.readAction) else { return nil }
            action.events = try EventRows.events(of: sequence, in: session)
            return action
        }
    }

    private static var selectActions: SQLQuery {
        SQLQuery(
            composing: """
                SELECT sequence, request_id, subject, name, user_id, project_id, started_at, updated_at,
                    CASE WHEN EXISTS (
                        SELECT 1 FROM action_events e WHERE e.action = sequence AND e.result = 'Error')
                    THEN 1 ELSE 0 END
                FROM actions
                """)
    }

    private static func readAction(_ row: inout RowReader) -> (Int64, InstanceAction) {
        (
            row.integer(),
            InstanceAction(
                requestID: row.text(), server: row.id(), name: row.text(), userID: row.optionalID(),
                projectID: row.optionalID(), startedAt: row.time(), updatedAt: row.optionalTime(),
                hasFailed: row.flag(),
                events: [])
        )
    }

    private static func place(
        of marker: String, of server: ServerID, _ order: KeysetOrder, in session: any SQLSession
    ) throws -> [SQLValue] {
        let source = SQLQuery(
            " FROM actions WHERE subject = ? AND request_id = ? ORDER BY sequence DESC LIMIT 1",
            [.text(server.text), .text(marker)])
        guard let keys = try order.keys(source, in: session) else {
            throw ComputeError.invalid("marker [\(marker)] not found")
        }
        return keys
    }
}
