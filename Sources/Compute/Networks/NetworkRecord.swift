/// A network that servers can be attached to: one libvirt network on each host.
package struct NetworkRecord: Sendable, Hashable {
    package var id: NetworkID
    /// The label in a server's addresses.
    package var name: String
    /// The project that it belongs to; shared networks are seen by all.
    package var projectID: ProjectID
    package var isShared: Bool
    /// Attaching a server is allowed to administrators only.
    package var isExternal: Bool
    package var isAdminStateUp: Bool
    package var mtu: Int
    /// The libvirt network behind it.
    package var libvirtName: String
    /// The bridge device of that libvirt network, at most 15 bytes.
    package var bridge: String
    package var subnets: [SubnetRecord]
    package var createdAt: Timestamp

    package init(
        id: NetworkID, name: String, projectID: ProjectID, isShared: Bool, isExternal: Bool = false, mtu: Int,
        libvirtName: String, bridge: String, subnets: [SubnetRecord], createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.projectID = projectID
        self.isShared = isShared
        self.isExternal = isExternal
        isAdminStateUp = true
        self.mtu = mtu
        self.libvirtName = libvirtName
        self.bridge = bridge
        self.subnets = subnets
        self.createdAt = createdAt
    }
}

/// An address range of a network.
package struct SubnetRecord: Sendable, Hashable, Codable {
    package var id: SubnetID
    package var network: NetworkID
    package var name: String
    package var cidr: AddressRange
    package var gateway: IPv4Address?
    /// The pool that fixed addresses are taken from, both ends included.
    package var poolStart: IPv4Address
    package var poolEnd: IPv4Address
    package var dnsServers: [String]
    package var isDHCPEnabled: Bool

    package init(
        id: SubnetID, network: NetworkID, name: String, cidr: AddressRange, gateway: IPv4Address?,
        poolStart: IPv4Address, poolEnd: IPv4Address, dnsServers: [String], isDHCPEnabled: Bool
    ) {
        self.id = id
        self.network = network
        self.name = name
        self.cidr = cidr
        self.gateway = gateway
        self.poolStart = poolStart
        self.poolEnd = poolEnd
        self.dnsServers = dnsServers
        self.isDHCPEnabled = isDHCPEnabled
    }
}

extension SubnetRecord {
    /// What the host has in the subnet: the gateway, else the first address.
    package var hostAddress: IPv4Address { gateway ?? IPv4Address(value: cidr.address.value + 1) }
}

/// A port: what a NIC of a server is plugged into.
package struct PortRecord: Sendable, Hashable {
    package struct FixedAddress: Sendable, Hashable, Codable {
        package var subnet: SubnetID
        package var address: IPv4Address

        package init(subnet: SubnetID, address: IPv4Address) {
            self.subnet = subnet
            self.address = address
        }
    }

    package var id: PortID
    package var network: NetworkID
    package var projectID: ProjectID
    package var name: String
    package var mac: String
    package var fixedAddresses: [FixedAddress]
    /// The server it belongs to (`device_id`).
    package var server: ServerID?
    /// Position among the server's NICs.
    package var order: Int
    package var tag: String?
    /// Made by aerie for the server, so deleted with it.
    package var isOwned: Bool
    package var host: HostName?
    package var securityGroups: [String]
    package var createdAt: Timestamp

    package init(
        id: PortID, network: NetworkID, projectID: ProjectID, name: String = "", mac: String,
        fixedAddresses: [FixedAddress], server: ServerID?, order: Int = 0, tag: String? = nil, isOwned: Bool = true,
        host: HostName? = nil, securityGroups: [String] = ["default"], createdAt: Timestamp
    ) {
        self.id = id
        self.network = network
        self.projectID = projectID
        self.name = name
        self.mac = mac
        self.fixedAddresses = fixedAddresses
        self.server = server
        self.order = order
        self.tag = tag
        self.isOwned = isOwned
        self.host = host
        self.securityGroups = securityGroups
        self.createdAt = createdAt
    }
}
