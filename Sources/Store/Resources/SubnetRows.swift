import Compute

enum SubnetRows {
    struct Stored {
        let record: SubnetRecord
        /// No address of the pool below this one is free.
        let lowestFree: Int64
    }

    static func insert(_ subnet: SubnetRecord, at position: Int, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO subnets (
                    id, network, position, name, address, prefix, gateway, pool_start, pool_end, dns_servers,
                    is_dhcp_enabled, lowest_free)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(subnet.id.text), .text(subnet.network.text), .integer(position), .text(subnet.name),
                    .integer(Int64(subnet.cidr.address.value)), .integer(subnet.cidr.prefix),
                    .integer(subnet.gateway.map { Int64($0.value) }), .integer(Int64(subnet.poolStart.value)),
                    .integer(Int64(subnet.poolEnd.value)), .text(try JSONText.encode(subnet.dnsServers)),
                    .flag(subnet.isDHCPEnabled), .integer(Int64(subnet.poolStart.value)),
                ]))
    }

    static func subnets(of network: NetworkID, in session: any SQLSession) throws -> [Stored] {
        let query = SQLQuery(
            """
            SELECT id, network, name, address, prefix, gateway, pool_start, pool_end, dns_servers, is_dhcp_enabled,
                lowest_free
            FROM subnets WHERE network = ? ORDER BY position
            """, [.text(network.text)])
        return try session.rows(query, stored)
    }

    private static func stored(_ row: inout RowReader) throws -> Stored {
        let (id, network, name) = (SubnetID(row.text()), NetworkID(row.text()), row.text())
        let (address, prefix) = (row.address(), row.int())
        guard let range = AddressRange(address: address, prefix: prefix) else {
            throw SQLError.corrupt("the range of subnet \(id) can't be read")
        }
        let gateway = row.optionalInteger().map { IPv4Address(value: UInt32(truncatingIfNeeded: $0)) }
        let record = SubnetRecord(
            id: id, network: network, name: name, cidr: range, gateway: gateway, poolStart: row.address(),
            poolEnd: row.address(), dnsServers: try JSONText.decode(row.text()), isDHCPEnabled: row.flag())
        return Stored(record: record, lowestFree: row.integer())
    }

    static func raiseLowestFree(to address: Int64, of subnet: SubnetID, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery("UPDATE subnets SET lowest_free = ? WHERE id = ?", [.integer(address), .text(subnet.text)]))
    }

    /// An address came back; those outside the pool are never given by themselves.
    static func lowerLowestFree(to address: Int64, of subnet: SubnetID, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                "UPDATE subnets SET lowest_free = ? WHERE id = ? AND lowest_free > ? AND pool_start <= ?",
                [.integer(address), .text(subnet.text), .integer(address), .integer(address)]))
    }
}

extension RowReader {
    mutating func address() -> IPv4Address { IPv4Address(value: UInt32(truncatingIfNeeded: integer())) }
}
