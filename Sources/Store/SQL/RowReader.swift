import Compute

/// Takes a row's columns one after another, in the order of the select list.
struct RowReader {
    private let row: any SQLRow
    private var column = 0

    init(_ row: any SQLRow) {
        self.row = row
    }

    private mutating func next() -> Int {
        defer { column += 1 }
        return column
    }

    mutating func skip() { column += 1 }
    mutating func text() -> String { row.text(next()) }
    mutating func integer() -> Int64 { row.integer(next()) }
    mutating func int() -> Int { Int(row.integer(next())) }
    mutating func real() -> Double { row.real(next()) }
    mutating func flag() -> Bool { row.integer(next()) != 0 }
    mutating func bytes() -> [UInt8] { row.bytes(next()) }
    mutating func time() -> Timestamp { Timestamp(microseconds: integer()) }
    mutating func id<Subject>() -> ID<Subject> { ID(text()) }

    mutating func optionalText() -> String? {
        let column = next()
        return row.isNull(column) ? nil : row.text(column)
    }

    mutating func optionalInteger() -> Int64? {
        let column = next()
        return row.isNull(column) ? nil : row.integer(column)
    }

    mutating func optionalTime() -> Timestamp? { optionalInteger().map(Timestamp.init(microseconds:)) }
    mutating func optionalID<Subject>() -> ID<Subject>? { optionalText().map { ID($0) } }

    mutating func name<Name: RawRepresentable<String>>() throws(SQLError) -> Name {
        try Self.known(text())
    }

    mutating func optionalName<Name: RawRepresentable<String>>() throws(SQLError) -> Name? {
        guard let text = optionalText() else { return nil }
        return try Self.known(text)
    }

    private static func known<Name: RawRepresentable<String>>(_ text: String) throws(SQLError) -> Name {
        guard let name = Name(rawValue: text) else { throw .corrupt("\(Name.self) has no value '\(text)'") }
        return name
    }
}
