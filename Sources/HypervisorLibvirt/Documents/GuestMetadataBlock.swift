import Compute
import Glibc
import LibvirtXML

/// The block about the server that monitoring tools read from the domain.
struct GuestMetadataBlock: Sendable {
    let spec: GuestSpec
    let version: String

    var instance: InstanceMetadata {
        let server = spec.server
        return InstanceMetadata {
            $0.packageVersion = version
            $0.name = Self.carried(server.name)
            $0.creationTime = Self.time(server.createdAt)
            $0.flavor = flavor
            $0.image = image
            $0.owner = owner
            $0.root = server.image.map { image in .init { $0.uuid = image.id.text } }
            $0.ports = ports
        }
    }

    private var flavor: InstanceMetadata.Flavor {
        let flavor = spec.server.flavor
        return .init {
            $0.name = Self.carried(flavor.name)
            $0.id = Self.carried(flavor.id)
            $0.memoryMiB = UInt64(max(0, flavor.ram))
            $0.diskGiB = UInt64(max(0, flavor.disk))
            $0.swapMiB = UInt64(max(0, flavor.swap))
            $0.ephemeralGiB = UInt64(max(0, flavor.ephemeral))
            $0.vcpus = flavor.vcpus
            $0.extraSpecs = Self.texts(flavor.extraSpecs)
        }
    }

    private var image: InstanceMetadata.Image? {
        spec.server.image.map { image in
            .init {
                $0.uuid = image.id.text
                $0.containerFormat = Self.carried(image.containerFormat)
                $0.diskFormat = image.diskFormat.rawValue
                $0.minimumDiskGiB = UInt64(max(0, image.minDisk))
                $0.minimumMemoryMiB = UInt64(max(0, image.minRAM))
                $0.properties = Self.texts(image.properties)
            }
        }
    }

    private var owner: InstanceMetadata.Owner {
        .init {
            $0.userID = spec.server.userID.text
            $0.userName = Self.carried(spec.ownerNames.user)
            $0.projectID = spec.server.projectID.text
            $0.projectName = Self.carried(spec.ownerNames.project)
        }
    }

    private var ports: [InstanceMetadata.Port] {
        spec.nics.map { nic in
            .init {
                $0.uuid = nic.port.id.text
                $0.addresses = nic.port.fixedAddresses.map { fixed in
                    .init {
                        $0.address = "\(fixed.address)"
                        $0.ipVersion = 4
                    }
                }
            }
        }
    }

    private static func texts(_ values: [String: String]) -> [InstanceMetadata.NamedText] {
        values.sorted { $0.key < $1.key }.map { .init(carried($0.key), carried($0.value)) }
    }

    /// XML has no place for some characters that a name may hold; they become U+FFFD, as the block is for reading only.
    static func carried(_ text: String) -> String {
        guard !XMLScalars.canCarry(text) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(XMLScalars.isAllowed(scalar) ? scalar : "\u{FFFD}") }
        return String(result)
    }

    /// `YYYY-MM-DD hh:mm:ss`, in UTC.
    static func time(_ time: Timestamp) -> String {
        var seconds = time_t(time.microseconds / 1_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
