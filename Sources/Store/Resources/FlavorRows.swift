import Compute

enum FlavorRows {
    static func unknown(_ id: String) -> ComputeError { .notFound(kind: "Flavor", id: id) }

    private static let select: StaticString = """
        SELECT f.id, f.name, f.vcpus, f.ram, f.disk, f.ephemeral, f.swap, f.rxtx_factor, f.is_public, f.is_disabled,
            f.summary, f.created_at
        FROM flavors f
        """

    static func flavor(_ id: String, in session: any SQLSession) throws -> FlavorRecord {
        var query = SQLQuery(composing: select, reusable: true)
        query.add(" WHERE f.id = ?", .text(id))
        guard let flavor = try withExtraSpecs(try session.rows(query, read), in: session).first else {
            throw unknown(id)
        }
        return flavor
    }

    static func flavors(_ list: FlavorQuery, in session: any SQLSession) throws -> [FlavorRecord] {
        var query = SQLQuery(composing: select)
        addVisibility(list.visibility, to: &query)
        if let ram = list.minimumRAM { query.add(" AND f.ram >= ?", .integer(ram)) }
        if let disk = list.minimumDisk { query.add(" AND f.disk >= ?", .integer(disk)) }
        if let name = list.name { query.add(" AND f.name = ?", .text(name)) }
        let order = KeysetOrder(keys: [
            list.sortKey.key(list.direction), KeysetOrder.Key("f.number", .integer, list.direction),
        ])
        if let marker = list.page.marker {
            guard let keys = try order.keys(SQLQuery(" FROM flavors f WHERE f.id = ?", [.text(marker)]), in: session)
            else { throw ComputeError.invalid("marker [\(marker)] not found") }
            query.add(" AND ")
            order.addAfter(keys, to: &query)
        }
        order.addOrder(to: &query)
        query.add(" LIMIT ?", .integer(max(0, list.page.limit)))
        return try withExtraSpecs(try session.rows(query, read), in: session)
    }

    private static func addVisibility(_ visibility: FlavorQuery.Visibility, to query: inout SQLQuery) {
        switch visibility {
        case .all: query.add(" WHERE 1 = 1")
        case .publicOnly: query.add(" WHERE f.is_public = 1")
        case .privateOnly: query.add(" WHERE f.is_public = 0")
        case .visible(let project):
            query.add(
                """
                 WHERE f.is_disabled = 0 AND (f.is_public = 1 OR EXISTS (
                    SELECT 1 FROM flavor_access a WHERE a.flavor = f.id AND a.project_id = ?))
                """, .text(project.text))
        }
    }

    private static func read(_ row: inout RowReader) -> FlavorRecord {
        FlavorRecord(
            id: row.text(), name: row.text(), vcpus: row.int(), ram: row.int(), disk: row.int(), ephemeral: row.int(),
            swap: row.int(), rxtxFactor: row.real(), isPublic: row.flag(), isDisabled: row.flag(),
            summary: row.optionalText(), createdAt: row.time())
    }

    private static func withExtraSpecs(
        _ flavors: [FlavorRecord], in session: any SQLSession
    ) throws -> [FlavorRecord] {
        let places = Dictionary(uniqueKeysWithValues: zip(flavors.map(\.id), flavors.indices))
        var flavors = flavors
        for start in stride(from: 0, to: flavors.count, by: 500) {
            var query = SQLQuery(composing: "SELECT flavor, name, value FROM flavor_extra_specs WHERE flavor IN ")
            query.addList(flavors[start..<min(start + 500, flavors.count)].map { .text($0.id) })
            for (id, name, value) in try session.rows(query, { ($0.text(), $0.text(), $0.text()) }) {
                if let place = places[id] { flavors[place].extraSpecs[name] = value }
            }
        }
        return flavors
    }

    static func insert(_ flavor: FlavorRecord, number: Int64, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO flavors (
                    id, number, name, vcpus, ram, disk, ephemeral, swap, rxtx_factor, is_public, is_disabled, summary,
                    created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(flavor.id), .integer(number), .text(flavor.name), .integer(flavor.vcpus),
                    .integer(flavor.ram),
                    .integer(flavor.disk), .integer(flavor.ephemeral), .integer(flavor.swap), .real(flavor.rxtxFactor),
                    .flag(flavor.isPublic), .flag(flavor.isDisabled), .text(flavor.summary),
                    .integer(flavor.createdAt.microseconds),
                ]))
        try putExtraSpecs(flavor.extraSpecs, of: flavor.id, in: session)
    }

    static func putExtraSpecs(_ specs: [String: String], of id: String, in session: any SQLSession) throws {
        for (name, value) in specs {
            try session.execute(
                SQLQuery(
                    """
                    INSERT INTO flavor_extra_specs (flavor, name, value) VALUES (?, ?, ?)
                    ON CONFLICT (flavor, name) DO UPDATE SET value = excluded.value
                    """, [.text(id), .text(name), .text(value)]))
        }
    }
}

extension FlavorQuery.SortKey {
    func key(_ direction: SortDirection) -> KeysetOrder.Key {
        switch self {
        case .createdAt: KeysetOrder.Key("f.created_at", .integer, direction)
        case .description: KeysetOrder.Key("f.summary", .text, nullable: true, direction)
        case .disabled: KeysetOrder.Key("f.is_disabled", .integer, direction)
        case .ephemeral: KeysetOrder.Key("f.ephemeral", .integer, direction)
        case .id: KeysetOrder.Key("f.id", .text, direction)
        case .rowID: KeysetOrder.Key("f.number", .integer, direction)
        case .isPublic: KeysetOrder.Key("f.is_public", .integer, direction)
        case .memory: KeysetOrder.Key("f.ram", .integer, direction)
        case .name: KeysetOrder.Key("f.name", .text, direction)
        case .root: KeysetOrder.Key("f.disk", .integer, direction)
        case .rxtxFactor: KeysetOrder.Key("f.rxtx_factor", .real, direction)
        case .swap: KeysetOrder.Key("f.swap", .integer, direction)
        case .updatedAt: KeysetOrder.Key("f.updated_at", .integer, nullable: true, direction)
        // No flavor has a weight, so all are equal.
        case .vcpuWeight: KeysetOrder.Key("f.number * 0", .integer, direction)
        case .vcpus: KeysetOrder.Key("f.vcpus", .integer, direction)
        }
    }
}
