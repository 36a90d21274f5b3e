import Compute
import WireJSON

extension GuestDocuments {
    /// `meta-data.json` as of 2009-04-04, which is also EC2's latest here.
    var ec2MetaData: JSONValue {
        var document: JSONObject = [
            "ami-id": .string(imageNumber), "ami-launch-index": .int(Int64(metadata.launchIndex)),
            // Nothing has a manifest here. Nova answers this very word, so guests know that it means none.
            "ami-manifest-path": "FIXME", "instance-action": "none",
            "instance-id": .string("i-" + Self.hex(metadata.number)),
            "instance-type": .string(metadata.flavorName),
            "hostname": .string(metadata.hostname), "local-hostname": .string(metadata.hostname),
            "public-hostname": .string(metadata.hostname),
            "local-ipv4": .string(firstAddress), "public-ipv4": "",
            "placement": ["availability-zone": .string(metadata.availabilityZone)],
            "reservation-id": .string(metadata.reservationID),
            "security-groups": .array(securityGroups.map { .string($0) }),
        ]
        if let key = metadata.key { document["public-keys"] = ["0": ["openssh-key": .string(key.text)]] }
        return .object(document)
    }

    package var ec2MetaDataJSON: [UInt8] { ec2MetaData.encoded }

    private var firstAddress: String {
        metadata.nics.lazy.flatMap(\.port.fixedAddresses).first?.address.description ?? ""
    }

    private var securityGroups: [String] {
        metadata.nics.flatMap(\.port.securityGroups).reduce(into: []) { groups, group in
            if !groups.contains(group) { groups.append(group) }
        }
    }

    /// Images have no numbers here: the first eight digits of the UUID tell them apart well enough.
    private var imageNumber: String {
        "ami-" + (metadata.imageID.map { String($0.text.prefix(8)) } ?? "00000000")
    }

    /// At least eight digits.
    private static func hex(_ number: Int64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
