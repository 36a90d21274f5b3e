/// One step of the schema. Once released, a migration never changes: the next change is a new one.
package struct Migration: Sendable {
    /// 1, 2, 3 … without gaps.
    package let version: Int64
    package let statements: @Sendable (SQLDialect) -> [SQLQuery]

    package init(version: Int64, statements: @escaping @Sendable (SQLDialect) -> [SQLQuery]) {
        self.version = version
        self.statements = statements
    }

    /// For statements that are the same on every engine.
    package init(version: Int64, _ statements: [StaticString]) {
        self.init(version: version) { _ in statements.map { SQLQuery($0) } }
    }
}
