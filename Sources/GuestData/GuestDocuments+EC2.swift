import Compute
package import WireJSON

extension GuestDocuments {
    /// `meta-data.json` as of 2009-04-04, which is also EC2's latest here.
    package var ec2MetaDataJSON: [UInt8] { JSONValue.object(ec2MetaData(at: .latest)).encoded }

    /// The key's name, which EC2's listing of keys shows.
    package var keyName: String? { metadata.key?.name }

    /// The tree below `meta-data`: texts, lists of texts, and further objects.
    package func ec2MetaData(at version: EC2Version) -> JSONObject {
        var document = JSONObject()
        for key in Self.ec2Keys { document[key.name] = key.value(of: self, at: version) }
        return document
    }

    private static let ec2Keys: [LayoutEntry<EC2Version, GuestDocuments, JSONValue>] = [
        LayoutEntry("ami-id") { guest, _ in .string(number("ami", guest.metadata.imageID) ?? "ami-00000000") },
        LayoutEntry("ami-launch-index") { guest, _ in .int(Int64(guest.metadata.launchIndex)) },
        // Nothing has a manifest here. Nova answers this very word, so guests know that it means none.
        LayoutEntry("ami-manifest-path") { _, _ in "FIXME" },
        LayoutEntry("instance-action", since: .september2008) { _, _ in "none" },
        LayoutEntry("instance-id") { guest, _ in .string("i-" + hex(guest.metadata.number)) },
        LayoutEntry("instance-type", since: .august2007) { guest, _ in .string(guest.metadata.flavorName) },
        LayoutEntry("kernel-id", since: .december2007) { guest, _ in
            number("aki", guest.metadata.kernelID).map { .string($0) }
        },
        LayoutEntry("ramdisk-id", since: .december2007) { guest, _ in
            number("ari", guest.metadata.ramdiskID).map { .string($0) }
        },
        LayoutEntry("hostname") { guest, _ in .string(guest.metadata.hostname) },
        LayoutEntry("local-hostname", since: .january2007) { guest, _ in .string(guest.metadata.hostname) },
        LayoutEntry("public-hostname", since: .january2007) { guest, _ in .string(guest.metadata.hostname) },
        LayoutEntry("local-ipv4") { guest, _ in .string(guest.firstAddress) },
        LayoutEntry("public-ipv4", since: .january2007) { _, _ in "" },
        LayoutEntry("placement", since: .february2008) { guest, _ in
            ["availability-zone": .string(guest.metadata.availabilityZone)]
        },
        LayoutEntry("reservation-id") { guest, _ in .string(guest.metadata.reservationID) },
        LayoutEntry("security-groups") { guest, _ in .array(guest.securityGroups.map { .string($0) }) },
        LayoutEntry("public-keys") { guest, _ in
            guest.metadata.key.map { ["0": ["openssh-key": .string($0.text)]] }
        },
        LayoutEntry("block-device-mapping", since: .december2007) { guest, _ in
            guest.metadata.rootDeviceName.map { device in
                ["ami": .string(device.split(separator: "/").last.map(String.init) ?? device), "root": .string(device)]
            }
        },
    ]

    private var firstAddress: String {
        metadata.nics.lazy.flatMap(\.port.fixedAddresses).first?.address.description ?? ""
    }

    private var securityGroups: [String] {
        metadata.nics.flatMap(\.port.securityGroups).reduce(into: []) { groups, group in
            if !groups.contains(group) { groups.append(group) }
        }
    }

    /// Images have no numbers here: the first eight digits of the UUID tell them apart well enough.
    private static func number(_ kind: String, _ image: ImageID?) -> String? {
        image.map { "\(kind)-\($0.text.prefix(8))" }
    }

    /// At least eight digits.
    private static func hex(_ number: Int64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
