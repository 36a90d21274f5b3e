import Store

extension SQLDialect {
    static let postgres = SQLDialect(
        integerKey: "BIGINT PRIMARY KEY",
        // The columns' own collation knows ASCII only.
        matches: " COLLATE \"default\" ~ ", timeTextPrefix: "to_char(to_timestamp(",
        timeTextSuffix: " / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')",
        pattern: { try PatternExpression($0).text })
}
