import Postgres
import Store

/// A statement of the stores as PostgreSQL wants it: the one place where the two texts differ, besides `SQLDialect`.
struct PostgresStatement {
    let text: String
    let parameters: [Parameter]

    init(_ query: SQLQuery) {
        text = Self.numbered(Self.collated(query.text))
        parameters = query.arguments.map(Parameter.init)
    }

    /// `?` becomes `$1`, `$2` …; none of the stores' texts has one that means something else.
    private static func numbered(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 64)
        var count = 0
        for byte in text.utf8 {
            guard byte == UInt8(ascii: "?") else {
                result.append(byte)
                continue
            }
            count += 1
            result.append(UInt8(ascii: "$"))
            result += String(count).utf8
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Texts sort by their bytes, as in SQLite, whatever the database's locale is and however it changes with its libraries.
    private static func collated(_ text: String) -> String {
        guard text.hasPrefix("CREATE TABLE") || text.hasPrefix("ALTER TABLE") else { return text }
        return text.replacing(" TEXT", with: " TEXT COLLATE \"C\"")
    }
}

extension Parameter {
    init(_ value: SQLValue) {
        switch value {
        case .null: self = .null
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .real(value)
        case .text(let text): self = .text(StoredText.encode(text))
        case .blob(let bytes): self = .bytes(bytes)
        }
    }
}
