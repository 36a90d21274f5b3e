import CLibvirt
import Glibc

extension Domain {
    /// The addresses of the domain's interfaces, as the source knows them.
    package func interfaceAddresses(
        _ source: AddressSource
    ) throws(LibvirtError) -> [InterfaceAddresses] {
        var interfaces: UnsafeMutablePointer<virDomainInterfacePtr?>?
        let count = try check(
            virDomainInterfaceAddresses(pointer, &interfaces, UInt32(bitPattern: source.rawValue), 0))
        let all = UnsafeBufferPointer(start: interfaces, count: Int(count))
        defer {
            all.forEach { virDomainInterfaceFree($0) }
            free(interfaces)
        }
        return all.compactMap { $0.map { InterfaceAddresses($0.pointee) } }
    }

    package struct AddressSource: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The DHCP server of the libvirt network.
        package static let lease = Self(VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE)
        package static let agent = Self(VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT)
        /// The host's ARP table.
        package static let arp = Self(VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP)
    }
}

package struct InterfaceAddresses: Hashable, Sendable {
    package let name: String
    package let mac: String?
    package let addresses: [Address]

    package struct Address: Hashable, Sendable {
        package let family: AddressFamily
        package let address: String
        package let prefix: UInt32
    }

    init(_ interface: virDomainInterface) {
        name = interface.name.map { String(cString: $0) } ?? ""
        mac = interface.hwaddr.map { String(cString: $0) }
        addresses = UnsafeBufferPointer(start: interface.addrs, count: Int(interface.naddrs)).map {
            Address(
                family: AddressFamily(rawValue: $0.type), address: $0.addr.map { String(cString: $0) } ?? "",
                prefix: $0.prefix)
        }
    }
}
