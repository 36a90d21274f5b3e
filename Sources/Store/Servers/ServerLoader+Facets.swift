import Compute

extension ServerLoader {
    func loadMetadata(
        _ numbers: [SQLValue], _ places: [Int64: Int], into servers: inout [ServerRecord], in session: any SQLSession
    ) throws {
        var query = SQLQuery(
            composing: "SELECT server, name, value FROM server_metadata WHERE server IN ", reusable: true)
        query.addList(numbers)
        for (server, name, value) in try session.rows(query, { ($0.integer(), $0.text(), $0.text()) }) {
            guard let place = places[server] else { continue }
            servers[place].metadata[decoder.shared(name)] = value
        }
    }

    func loadTags(
        _ numbers: [SQLValue], _ places: [Int64: Int], into servers: inout [ServerRecord], in session: any SQLSession
    ) throws {
        var query = SQLQuery(composing: "SELECT server, tag FROM server_tags WHERE server IN ", reusable: true)
        query.addList(numbers)
        query.add(" ORDER BY server, tag")
        for (server, tag) in try session.rows(query, { ($0.integer(), $0.text()) }) {
            guard let place = places[server] else { continue }
            servers[place].tags.append(decoder.shared(tag))
        }
        // The record promises Swift's order, which may not be that of the engine.
        for place in places.values where servers[place].tags.count > 1 { servers[place].tags.sort() }
    }

    func loadFaults(
        _ numbers: [SQLValue], _ places: [Int64: Int], into servers: inout [ServerRecord], in session: any SQLSession
    ) throws {
        var query = SQLQuery(
            composing: "SELECT server, code, message, details, created_at FROM server_faults WHERE server IN ",
            reusable: true)
        query.addList(numbers)
        let faults = try session.rows(query) { row in
            (
                row.integer(),
                ServerFault(code: row.int(), message: row.text(), details: row.text(), createdAt: row.time())
            )
        }
        for (server, fault) in faults {
            guard let place = places[server] else { continue }
            servers[place].fault = fault
        }
    }

    func loadUserData(
        _ numbers: [SQLValue], _ places: [Int64: Int], into servers: inout [ServerRecord], in session: any SQLSession
    ) throws {
        var query = SQLQuery(composing: "SELECT server, data FROM server_user_data WHERE server IN ", reusable: true)
        query.addList(numbers)
        for (server, data) in try session.rows(query, { ($0.integer(), $0.text()) }) {
            guard let place = places[server] else { continue }
            servers[place].userData = data
        }
    }

    /// One row for each address; a port without one gives a row too.
    func loadNICs(
        _ numbers: [SQLValue], _ places: [Int64: Int], into servers: inout [ServerRecord], in session: any SQLSession
    ) throws {
        var query = SQLQuery(
            composing: """
                SELECT p.server, p.id, p.network, n.name, p.mac, p.tag, p.security_groups, a.address_text
                FROM ports p JOIN networks n ON n.id = p.network LEFT JOIN port_addresses a ON a.port = p.id
                WHERE p.server IN 
                """, reusable: true)
        query.addList(numbers)
        query.add(" ORDER BY p.server, p.position, p.id, a.position")
        let rows = try session.rows(query) { row in (row.integer(), try nic(&row), row.optionalText()) }
        for (server, nic, address) in rows {
            guard let place = places[server] else { continue }
            if servers[place].nics.last?.port != nic.port { servers[place].nics.append(nic) }
            if let address { servers[place].nics[servers[place].nics.count - 1].addresses.append(address) }
        }
    }

    private func nic(_ row: inout RowReader) throws -> ServerNIC {
        ServerNIC(
            port: row.id(), network: ID(decoder.shared(row.text())), label: decoder.shared(row.text()), mac: row.text(),
            addresses: [], tag: row.optionalText(), securityGroups: try decoder.names(row.text()))
    }
}
