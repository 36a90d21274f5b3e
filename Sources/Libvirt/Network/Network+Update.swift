import CLibvirt

extension Network {
    package struct UpdateCommand: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let modify = Self(VIR_NETWORK_UPDATE_COMMAND_MODIFY)
        package static let delete = Self(VIR_NETWORK_UPDATE_COMMAND_DELETE)
        package static let addLast = Self(VIR_NETWORK_UPDATE_COMMAND_ADD_LAST)
        package static let addFirst = Self(VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST)
    }

    package struct UpdateSection: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let dhcpHost = Self(VIR_NETWORK_SECTION_IP_DHCP_HOST)
        package static let dhcpRange = Self(VIR_NETWORK_SECTION_IP_DHCP_RANGE)
        package static let dnsHost = Self(VIR_NETWORK_SECTION_DNS_HOST)
        package static let portGroup = Self(VIR_NETWORK_SECTION_PORTGROUP)
    }

    /// What a change is made to; empty is the running network, or the persistent one when it doesn't run.
    package struct UpdateFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let live = Self(VIR_NETWORK_UPDATE_AFFECT_LIVE)
        package static let config = Self(VIR_NETWORK_UPDATE_AFFECT_CONFIG)
    }

    /// Changes a part of the network in place.
    /// - Parameters:
    ///   - xml: the element of that section, such as `<host …/>`.
    ///   - parentIndex: which of several `<ip>` elements is meant; -1 lets libvirt choose.
    package func update(
        _ command: UpdateCommand, _ section: UpdateSection, xml: String, parentIndex: Int32 = -1,
        _ flags: UpdateFlags = [.live, .config]
    ) throws(LibvirtError) {
        try check(
            virNetworkUpdate(
                pointer, UInt32(bitPattern: command.rawValue), UInt32(bitPattern: section.rawValue), parentIndex, xml,
                flags.rawValue))
    }

    /// Adds, changes or deletes one DHCP reservation (a `<host mac= ip=/>` element) without a restart of the network.
    /// - Throws: `.operationInvalid` when it is there already (add) or isn't there (modify, delete).
    package func updateDHCPHost(
        _ command: UpdateCommand, xml: String, _ flags: UpdateFlags = [.live, .config]
    ) throws(LibvirtError) {
        try update(command, .dhcpHost, xml: xml, flags)
    }
}
