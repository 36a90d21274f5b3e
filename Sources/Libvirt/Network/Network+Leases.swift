import CLibvirt
import Glibc

extension Network {
    /// The DHCP leases given out.
    /// - Parameter mac: only of this address; nil for all.
    package func dhcpLeases(mac: String? = nil) throws(LibvirtError) -> [DHCPLease] {
        var leases: UnsafeMutablePointer<virNetworkDHCPLeasePtr?>?
        let count = try check(virNetworkGetDHCPLeases(pointer, mac, &leases, 0))
        let all = UnsafeBufferPointer(start: leases, count: Int(count))
        defer {
            all.forEach { virNetworkDHCPLeaseFree($0) }
            free(leases)
        }
        return all.compactMap { $0.map { DHCPLease($0.pointee) } }
    }
}

package struct DHCPLease: Hashable, Sendable {
    package let interface: String
    /// Seconds since 1970; 0 never expires.
    package let expiry: Int64
    package let family: AddressFamily
    package let mac: String?
    package let address: String
    package let prefix: UInt32
    package let hostname: String?
    package let clientID: String?

    init(_ lease: virNetworkDHCPLease) {
        interface = lease.iface.map { String(cString: $0) } ?? ""
        expiry = lease.expirytime
        family = AddressFamily(rawValue: lease.type)
        mac = lease.mac.map { String(cString: $0) }
        address = lease.ipaddr.map { String(cString: $0) } ?? ""
        prefix = lease.prefix
        hostname = lease.hostname.map { String(cString: $0) }
        clientID = lease.clientid.map { String(cString: $0) }
    }
}

package struct AddressFamily: LibvirtCode {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let ipv4 = Self(VIR_IP_ADDR_TYPE_IPV4)
    package static let ipv6 = Self(VIR_IP_ADDR_TYPE_IPV6)
}
