package import Compute

package struct SQLFlavorStore: FlavorStore {
    let engine: any SQLEngine
    let world: World

    package init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    package func flavor(_ id: String) async throws(ComputeError) -> FlavorRecord {
        try await engine.reading { try FlavorRows.flavor(id, in: $0) }
    }

    package func flavors(_ query: FlavorQuery) async throws(ComputeError) -> [FlavorRecord] {
        try await engine.reading { try FlavorRows.flavors(query, in: $0) }
    }

    package func create(_ flavor: FlavorRecord) async throws(ComputeError) {
        try await engine.writing { session in
            if try session.exists(SQLQuery("SELECT 1 FROM flavors WHERE id = ?", [.text(flavor.id)])) {
                throw ComputeError.conflict("Flavor with ID \(flavor.id) already exists.")
            }
            if try session.exists(SQLQuery("SELECT 1 FROM flavors WHERE name = ?", [.text(flavor.name)])) {
                throw ComputeError.conflict("Flavor with name \(flavor.name) already exists.")
            }
            try FlavorRows.insert(flavor, number: try session.takeNumbers(1, from: .flavors), in: session)
        }
    }

    package func delete(_ id: String) async throws(ComputeError) {
        try await engine.writing { session in
            try session.execute(SQLQuery("DELETE FROM flavor_extra_specs WHERE flavor = ?", [.text(id)]))
            try session.execute(SQLQuery("DELETE FROM flavor_access WHERE flavor = ?", [.text(id)]))
            let deleted = try session.execute(SQLQuery("DELETE FROM flavors WHERE id = ?", [.text(id)]))
            guard deleted == 1 else { throw FlavorRows.unknown(id) }
        }
    }

    package func setDescription(_ text: String?, of id: String) async throws(ComputeError) -> FlavorRecord {
        let now = world.now()
        return try await engine.writing { session in
            try session.execute(
                SQLQuery(
                    "UPDATE flavors SET summary = ?, updated_at = ? WHERE id = ?",
                    [.text(text), .integer(now.microseconds), .text(id)]))
            return try FlavorRows.flavor(id, in: session)
        }
    }

    package func addExtraSpecs(
        _ specs: [String: String], to id: String
    ) async throws(ComputeError) -> [String: String] {
        try await engine.writing { session in
            _ = try FlavorRows.flavor(id, in: session)
            try FlavorRows.putExtraSpecs(specs, of: id, in: session)
            return try FlavorRows.flavor(id, in: session).extraSpecs
        }
    }

    package func removeExtraSpec(_ key: String, from id: String) async throws(ComputeError) {
        try await engine.writing { session in
            _ = try FlavorRows.flavor(id, in: session)
            let removed = try session.execute(
                SQLQuery("DELETE FROM flavor_extra_specs WHERE flavor = ? AND name = ?", [.text(id), .text(key)]))
            guard removed == 1 else {
                throw ComputeError.missing("Flavor \(id) has no extra specs with key \(key).")
            }
        }
    }
}
