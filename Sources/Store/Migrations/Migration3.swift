extension Migration {
    /// When a server was deleted so that it can still be restored. Lists and quotas leave such servers out, so their state
    /// is in the indexes that serve those.
    static let softDeletion = Migration(
        version: 3,
        [
            "ALTER TABLE servers ADD COLUMN soft_deleted_at BIGINT",
            "DROP INDEX servers_by_project",
            """
            CREATE INDEX servers_by_project ON servers (project_id, created_at, number, vm_state, deleted_at)
            WHERE deleted_at IS NULL
            """,
            "DROP INDEX servers_by_creation",
            """
            CREATE INDEX servers_by_creation ON servers (created_at, number, vm_state, deleted_at) WHERE deleted_at IS NULL
            """,
            "DROP INDEX servers_project_use",
            """
            CREATE INDEX servers_project_use ON servers (project_id, vm_state, task_state, vcpus, ram, deleted_at)
            WHERE deleted_at IS NULL
            """,
        ])
}
