package import Compute

/// A guest with everything that its documents can show.
package enum GuestSamples {
    package static let server = ServerID(uuid(100))

    /// `00000000-0000-4000-8000-` and the number in twelve digits.
    package static func uuid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// On a network of 192.0.2.0/24, at 192.0.2.10.
    package static func nic(dhcp: Bool, tag: String? = nil) -> GuestNIC {
        let network = NetworkID(uuid(7))
        func address(_ last: UInt32) -> IPv4Address { IPv4Address(value: 0xC000_0200 + last) }
        let subnets = AddressRange("192.0.2.0/24").map { range in
            SubnetRecord(
                id: SubnetID(uuid(8)), network: network, name: "s", cidr: range, gateway: address(1),
                poolStart: address(10), poolEnd: address(20), dnsServers: ["192.0.2.53"], isDHCPEnabled: dhcp)
        }
        let record = NetworkRecord(
            id: network, name: "private", projectID: ProjectID("p"), isShared: true, mtu: 1450, libvirtName: "n",
            bridge: "b", subnets: [subnets].compactMap(\.self), createdAt: Timestamp(microseconds: 0))
        let port = PortRecord(
            id: PortID("aabbccdd-eeff-4000-8000-000000000001"), network: network, projectID: ProjectID("p"),
            mac: "fa:16:3e:00:00:01", fixedAddresses: [.init(subnet: SubnetID(uuid(8)), address: address(10))],
            server: server, tag: tag, createdAt: Timestamp(microseconds: 0))
        return GuestNIC(port: port, network: record, hostname: "web")
    }

    package static func metadata(nics: [GuestNIC] = [], files: [InjectedFile] = []) -> GuestMetadata {
        GuestMetadata(
            server: server, number: 42, name: "wëb \"1\"", hostname: "web", availabilityZone: "nova", launchIndex: 3,
            projectID: ProjectID("0123456789abcdef0123456789abcdef"), reservationID: "r-12345678",
            flavorName: "small", imageID: ImageID(uuid(1)), metadata: ["role": "db/primary"],
            key: .init(name: "mine", kind: .ssh, text: "ssh-ed25519 AAAA me"), adminPassword: "s3cret",
            userData: Array("#!/bin/sh\necho hi\n".utf8), randomSeed: [UInt8](repeating: 7, count: 512), nics: nics,
            files: files)
    }
}
