extension CreateServerPlanning {
    /// The NICs that a request asks for.
    func ports(
        _ request: CreateServerRequest, count: Int, project: ProjectID
    ) async throws(ComputeError) -> [PortRequest] {
        let groups = request.securityGroups.isEmpty ? ["default"] : request.securityGroups
        try checkSecurityGroups(groups)
        switch request.networks {
        case .none: return []
        case .unspecified, .auto:
            guard let network = try await onlyNetwork(of: project, request.networks) else { return [] }
            return [.new(network: network.id, address: nil, tag: nil, securityGroups: groups)]
        case .list(let items):
            if items.isEmpty {
                guard let network = try await onlyNetwork(of: project, .unspecified) else { return [] }
                return [.new(network: network.id, address: nil, tag: nil, securityGroups: groups)]
            }
            return try await ports(items, request, count: count, project: project, groups)
        }
    }

    /// Only the group that every project has exists so far.
    private func checkSecurityGroups(_ names: [String]) throws(ComputeError) {
        for name in names where name != "default" {
            throw .invalid("Security group \(name) not found for project.")
        }
    }

    private func onlyNetwork(
        of project: ProjectID, _ choice: CreateServerRequest.Networks
    ) async throws(ComputeError) -> NetworkRecord? {
        let usable = try await networks.networks(in: .project(project)).filter { !$0.isExternal }
        if usable.count > 1 {
            throw .conflict(
                "Multiple possible networks found, use a Network ID to be more specific.")
        }
        if usable.isEmpty, choice == .auto {
            throw .invalid(
                "Unable to automatically allocate a network for project \(project): the cloud has no network for it.")
        }
        return usable.first
    }

    private func ports(
        _ items: [CreateServerRequest.NetworkItem], _ request: CreateServerRequest, count: Int,
        project: ProjectID, _ groups: [String]
    ) async throws(ComputeError) -> [PortRequest] {
        var result: [PortRequest] = []
        var seen: Set<String> = []
        for item in items {
            if let port = item.port {
                guard seen.insert(port).inserted else { throw .invalid("Network port \(port) is used more than once.") }
                result.append(try await existing(port, item, count: count, project: project))
            } else {
                result.append(try await new(item, request, count: count, project: project, groups))
            }
        }
        return result
    }

    private func existing(
        _ id: String, _ item: CreateServerRequest.NetworkItem, count: Int, project: ProjectID
    ) async throws(ComputeError) -> PortRequest {
        if let address = item.fixedAddress {
            throw .invalid(
                "Specified Fixed IP '\(address)' cannot be used with port '\(id)': the two cannot be specified together."
            )
        }
        guard count == 1 else {
            throw .invalid(
                "Unable to launch multiple instances with a single configured port ID. Please launch your instance one by one with different ports."
            )
        }
        let port: PortRecord
        do {
            port = try await networks.port(PortID(id), in: .project(project))
        } catch ComputeError.notFound {
            throw .invalid("Port id \(id) could not be found.")
        }
        guard port.server == nil else { throw .conflict("Port \(id) is still in use.") }
        return .existing(port.id, tag: item.tag)
    }

    private func new(
        _ item: CreateServerRequest.NetworkItem, _ request: CreateServerRequest, count: Int, project: ProjectID,
        _ groups: [String]
    ) async throws(ComputeError) -> PortRequest {
        guard let id = item.network else {
            throw .invalid("Bad network format: missing 'uuid'")
        }
        let network: NetworkRecord
        do {
            network = try await networks.network(NetworkID(id), in: .project(project))
        } catch ComputeError.notFound {
            throw .invalid("Network \(id) could not be found.")
        }
        if network.isExternal, !request.permissions.externalNetwork {
            throw .forbidden("It is not allowed to create an interface on external network \(id)")
        }
        guard !network.subnets.isEmpty else {
            throw .invalid("Network \(id) requires a subnet in order to boot instances on.")
        }
        return .new(
            network: network.id, address: try fixedAddress(item, network, count: count), tag: item.tag,
            securityGroups: groups)
    }

    private func fixedAddress(
        _ item: CreateServerRequest.NetworkItem, _ network: NetworkRecord, count: Int
    ) throws(ComputeError) -> IPv4Address? {
        guard let text = item.fixedAddress else { return nil }
        guard count == 1 else {
            throw .invalid("max_count cannot be greater than 1 if an fixed_ip is specified.")
        }
        guard let address = IPv4Address(text) else { throw .invalid("Invalid fixed IP address (\(text))") }
        guard network.subnets.contains(where: { $0.cidr.contains(address) }) else {
            throw .invalid("Fixed IP address \(text) is not a valid ip address for network \(network.id).")
        }
        return address
    }
}
