import Compute

enum PortRows {
    static func insert(_ port: PortRecord, server: Int64?, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO ports (
                    id, network, project_id, name, mac, server, position, tag, is_owned, host, security_groups, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(port.id.text), .text(port.network.text), .text(port.projectID.text), .text(port.name),
                    .text(port.mac), .integer(server), .integer(port.order), .text(port.tag), .flag(port.isOwned),
                    .text(port.host?.text), .text(try JSONText.encode(port.securityGroups)),
                    .integer(port.createdAt.microseconds),
                ]))
        for (position, fixed) in port.fixedAddresses.enumerated() {
            try session.execute(
                SQLQuery(
                    """
                    INSERT INTO port_addresses (network, address, address_text, port, subnet, position)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(port.network.text), .integer(Int64(fixed.address.value)),
                        .text(fixed.address.description),
                        .text(port.id.text), .text(fixed.subnet.text), .integer(position),
                    ]))
        }
    }

    /// Ports with their addresses; `condition` begins with ` WHERE` or is empty.
    static func ports(_ condition: SQLQuery, in session: any SQLSession) throws -> [PortRecord] {
        var query = SQLQuery(
            composing: """
                SELECT p.id, p.network, p.project_id, p.mac, s.id, p.name, p.position, p.tag, p.is_owned, p.host,
                    p.security_groups, p.created_at, a.subnet, a.address
                FROM ports p LEFT JOIN servers s ON s.number = p.server LEFT JOIN port_addresses a ON a.port = p.id
                """, reusable: true)
        query.add(condition)
        var ports: [PortRecord] = []
        for (port, address) in try session.rows(query, read) {
            if ports.last?.id != port.id { ports.append(port) }
            if let address { ports[ports.count - 1].fixedAddresses.append(address) }
        }
        return ports
    }

    private static func read(_ row: inout RowReader) throws -> (PortRecord, PortRecord.FixedAddress?) {
        var port = PortRecord(
            id: row.id(), network: row.id(), projectID: row.id(), mac: row.text(), fixedAddresses: [],
            server: row.optionalID(), createdAt: Timestamp(microseconds: 0))
        port.name = row.text()
        port.order = row.int()
        port.tag = row.optionalText()
        port.isOwned = row.flag()
        port.host = row.optionalID()
        port.securityGroups = try JSONText.decode(row.text())
        port.createdAt = row.time()
        let subnet: SubnetID? = row.optionalID()
        let address = row.address()
        return (port, subnet.map { PortRecord.FixedAddress(subnet: $0, address: address) })
    }

    /// Gives back what was made for the server, and frees the rest.
    static func release(of server: ServerID, in session: any SQLSession) throws {
        guard let number = try ServerRows.number(of: server, in: session) else { return }
        let given = try session.rows(
            SQLQuery(
                """
                SELECT a.subnet, a.address FROM ports p JOIN port_addresses a ON a.port = p.id
                WHERE p.server = ? AND p.is_owned = 1
                """, [.integer(number)])
        ) { (SubnetID($0.text()), $0.integer()) }
        for (subnet, address) in given { try SubnetRows.lowerLowestFree(to: address, of: subnet, in: session) }
        try session.execute(
            SQLQuery(
                "DELETE FROM port_addresses WHERE port IN (SELECT id FROM ports WHERE server = ? AND is_owned = 1)",
                [.integer(number)]))
        try session.execute(SQLQuery("DELETE FROM ports WHERE server = ? AND is_owned = 1", [.integer(number)]))
        try session.execute(
            SQLQuery(
                "UPDATE ports SET server = NULL, host = NULL, position = 0, tag = NULL WHERE server = ?",
                [.integer(number)]))
    }

    static func bind(_ server: ServerID, to host: HostName?, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                "UPDATE ports SET host = ? WHERE server = (SELECT number FROM servers WHERE id = ?)",
                [.text(host?.text), .text(server.text)]))
    }
}
