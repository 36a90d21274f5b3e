import Compute

/// Gives a server its ports, with addresses and MACs that nobody else has.
struct PortAllocation {
    let session: any SQLSession
    let world: World

    func attach(_ request: PortRequest, to server: ServerRecord, at position: Int) throws {
        switch request {
        case .existing(let port, let tag): try bind(port, tag: tag, to: server, at: position)
        case .new(let network, let address, let tag, let groups):
            let subnets = try SubnetRows.subnets(of: network, in: session)
            let fixed = try take(address, of: network, subnets)
            let port = PortRecord(
                id: PortID(world.makeUUID()), network: network, projectID: server.projectID,
                mac: try freeMAC(for: fixed.first?.address, of: network, subnets.first?.record), fixedAddresses: fixed,
                server: server.id, order: position, tag: tag, host: server.host, securityGroups: groups,
                createdAt: server.createdAt)
            try PortRows.insert(port, server: server.number, in: session)
        }
    }

    private func bind(_ port: PortID, tag: String?, to server: ServerRecord, at position: Int) throws {
        let changed = try session.execute(
            SQLQuery(
                """
                UPDATE ports SET server = ?, position = ?, tag = ?, host = ?
                WHERE id = ? AND project_id = ? AND server IS NULL
                """,
                [
                    .integer(server.number), .integer(position), .text(tag), .text(server.host?.text), .text(port.text),
                    .text(server.projectID.text),
                ]))
        guard changed == 0 else { return }
        let exists = try session.exists(
            SQLQuery(
                "SELECT 1 FROM ports WHERE id = ? AND project_id = ?", [.text(port.text), .text(server.projectID.text)])
        )
        throw exists
            ? ComputeError.conflict("Port \(port) is still in use.")
            : ComputeError.invalid("Port id \(port) could not be found.")
    }

    /// That of the address's standing reservation; where there is none, or another port has it, `fa:16:3e` and three random
    /// bytes, which are never those of a standing reservation of the network.
    private func freeMAC(
        for address: IPv4Address?, of network: NetworkID, _ subnet: SubnetRecord?
    ) throws -> String {
        if let standing = address.flatMap({ subnet?.standingReservation(of: $0) }), try isFree(standing.mac) {
            return standing.mac
        }
        let prefix = StandingReservation.macPrefix(of: network)
        for _ in 0..<100 {
            let mac = "fa:16:3e" + world.randomBytes(3).map { ":" + Self.hex($0) }.joined()
            if !mac.hasPrefix(prefix), try isFree(mac) { return mac }
        }
        throw ComputeError.unavailable("No free MAC address was found.")
    }

    private func isFree(_ mac: String) throws -> Bool {
        try !session.exists(SQLQuery("SELECT 1 FROM ports WHERE mac = ?", [.text(mac)]))
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    private func take(
        _ address: IPv4Address?, of network: NetworkID, _ subnets: [SubnetRows.Stored]
    ) throws -> [PortRecord.FixedAddress] {
        if let address { return [try take(address, of: network, subnets)] }
        if subnets.isEmpty { return [] }
        for subnet in subnets {
            if let address = try lowestFree(in: subnet) {
                return [PortRecord.FixedAddress(subnet: subnet.record.id, address: address)]
            }
        }
        throw ComputeError.invalid("No more IP addresses available on network \(network).")
    }

    private func take(
        _ address: IPv4Address, of network: NetworkID, _ subnets: [SubnetRows.Stored]
    ) throws -> PortRecord.FixedAddress {
        guard let subnet = subnets.first(where: { $0.record.canGive(address) })?.record else {
            throw ComputeError.invalid("Fixed IP address \(address) is not a valid ip address for network \(network).")
        }
        let holder = try session.first(
            SQLQuery(
                """
                SELECT s.id FROM port_addresses a JOIN ports p ON p.id = a.port LEFT JOIN servers s ON s.number = p.server
                WHERE a.network = ? AND a.address = ?
                """, [.text(network.text), .integer(Int64(address.value))])
        ) { $0.optionalText() }
        if let holder {
            throw ComputeError.invalid(
                "Fixed IP address \(address) is already in use on instance \(holder ?? "None").")
        }
        return PortRecord.FixedAddress(subnet: subnet.id, address: address)
    }

    /// Starts at `lowestFree`: everything of the pool below it is taken, so the search doesn't grow with the pool.
    private func lowestFree(in subnet: SubnetRows.Stored) throws -> IPv4Address? {
        var candidate = subnet.lowestFree
        while candidate <= Int64(subnet.record.poolEnd.value) {
            guard let free = try gap(from: candidate, in: subnet.record) else { break }
            guard free <= Int64(subnet.record.poolEnd.value) else { break }
            let address = IPv4Address(value: UInt32(free))
            if subnet.record.canGive(address) {
                try SubnetRows.raiseLowestFree(to: free + 1, of: subnet.record.id, in: session)
                return address
            }
            candidate = free + 1
        }
        return nil
    }

    /// The lowest address from `start` on that no port has.
    private func gap(from start: Int64, in subnet: SubnetRecord) throws -> Int64? {
        let network = SQLValue.text(subnet.network.text)
        let isTaken = try session.exists(
            SQLQuery("SELECT 1 FROM port_addresses WHERE network = ? AND address = ?", [network, .integer(start)]))
        guard isTaken else { return start }
        return try session.integer(
            SQLQuery(
                """
                SELECT a.address + 1 FROM port_addresses a
                WHERE a.network = ? AND a.address >= ? AND a.address <= ? AND NOT EXISTS (
                    SELECT 1 FROM port_addresses b WHERE b.network = a.network AND b.address = a.address + 1)
                ORDER BY a.address LIMIT 1
                """, [network, .integer(start), .integer(Int64(subnet.poolEnd.value))]))
    }
}
