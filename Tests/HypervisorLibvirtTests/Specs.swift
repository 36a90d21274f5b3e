import Compute
import Foundation
import LibvirtXML

@testable import HypervisorLibvirt

/// Specs and abilities for tests.
enum Specs {
    static let moment = Timestamp(microseconds: 1_700_000_000_000_000)

    static func server(
        image properties: [String: String] = [:], specs: [String: String] = [:], vcpus: Int = 1, ram: Int = 64,
        id: String = "11111111-2222-4333-8444-555555555555", number: Int64 = 0x2a
    ) -> ServerRecord {
        let image = ServerImage(
            id: ImageID("aaaaaaaa-2222-4333-8444-555555555555"), name: "img", diskFormat: .qcow2,
            containerFormat: "bare", minDisk: 1, minRAM: 0, kernelID: nil, ramdiskID: nil, properties: properties)
        let flavor = ServerFlavor(
            id: "1", name: "m1 & co", vcpus: vcpus, ram: ram, disk: 1, ephemeral: 0, swap: 0, extraSpecs: specs)
        return ServerRecord(
            id: ServerID(id), number: number, name: "web <1>", hostname: "web-1", projectID: ProjectID("p1"),
            userID: UserID("u1"), flavor: flavor, image: image, createdAt: moment, reservationID: "r-1")
    }

    static func spec(
        _ server: ServerRecord, disks: [GuestDisk] = [root], nics: [GuestNIC] = [], boot: DirectBoot? = nil,
        log: String = "/i/console.log"
    ) -> GuestSpec {
        GuestSpec(
            server: server, ownerNames: OwnerNames(user: "ann", project: "demo"), disks: disks, nics: nics,
            consoleLog: log, directBoot: boot)
    }

    static let root = GuestDisk(role: .root, path: "/i/disk", format: .qcow2, device: .disk)
    static let drive = GuestDisk(role: .configDrive, path: "/i/disk.config", format: .raw, device: .cdrom)

    static func network(_ name: String = "aerie-net", bridge: String = "aerbr0", net: String = "10.7.0")
        -> NetworkRecord
    {
        let id = NetworkID("99999999-2222-4333-8444-555555555555")
        guard let cidr = AddressRange("\(net).0/24"), let gateway = IPv4Address("\(net).1"),
            let first = IPv4Address("\(net).2"), let last = IPv4Address("\(net).254")
        else { preconditionFailure("a test's own range") }
        let subnet = SubnetRecord(
            id: SubnetID("s"), network: id, name: "s", cidr: cidr, gateway: gateway, poolStart: first, poolEnd: last,
            dnsServers: [], isDHCPEnabled: true)
        return NetworkRecord(
            id: id, name: "private", projectID: ProjectID("p1"), isShared: true, mtu: 1450, libvirtName: name,
            bridge: bridge, subnets: [subnet], createdAt: moment)
    }

    static func nic(
        on network: NetworkRecord, address: String = "10.7.0.9", mac: String = "fa:16:3e:00:00:09",
        id: String = "77777777-aaaa-4333-8444-555555555555", hostname: String = "web-1"
    ) -> GuestNIC {
        let fixed = IPv4Address(address).map { PortRecord.FixedAddress(subnet: SubnetID("s"), address: $0) }
        let port = PortRecord(
            id: PortID(id), network: network.id, projectID: ProjectID("p1"), mac: mac,
            fixedAddresses: fixed.map { [$0] } ?? [], server: ServerID("11111111-2222-4333-8444-555555555555"),
            createdAt: moment)
        return GuestNIC(port: port, network: network, hostname: hostname)
    }

    static func host(hardware: Bool = true, types: [DomainType] = [.kvm, .qemu], architecture: String = "x86_64")
        -> HostAbilities
    {
        var capabilities = CapabilitiesDocument()
        capabilities.host.cpu.architecture = architecture
        capabilities.guests = [
            GuestCapabilities {
                $0.architecture = architecture
                $0.domains = types.map { type in GuestCapabilities.Domain { $0.type = type } }
            }
        ]
        return HostAbilities(capabilities: capabilities, hasHardwareVirtualization: hardware)
    }

    static func domainCapabilities(usable: [String] = [], modes: [DomainCPU.Mode] = []) -> DomainCapabilitiesDocument {
        DomainCapabilitiesDocument { document in
            document.maximumVCPUs = 255
            document.devices.disk.choices = [choice("bus", ["ide", "fdc", "scsi", "virtio", "usb", "sata"])]
            document.devices.video.choices = [choice("modelType", ["vga", "cirrus", "qxl", "virtio", "none", "bochs"])]
            document.cpuModes = modes.map { mode in
                CPUModeSupport {
                    $0.mode = mode
                    $0.isSupported = true
                }
            }
            document.cpuModes.append(
                CPUModeSupport {
                    $0.mode = .custom
                    $0.isSupported = true
                    $0.models = usable.map { name in
                        CPUModeSupport.Model {
                            $0.name = name
                            $0.usability = .yes
                        }
                    }
                })
        }
    }

    static func choice(_ setting: String, _ values: [String]) -> DomainCapabilitiesDocument.Choice {
        DomainCapabilitiesDocument.Choice {
            $0.setting = setting
            $0.values = values
        }
    }

    static func abilities(_ type: VirtType = .kvm, machine: String = "pc-i440fx-7.2") -> GuestAbilities {
        GuestAbilities(
            virtType: type, machineType: machine, host: host(), domain: domainCapabilities(),
            cpu: CPUSelection.named("kvm64"), opensDirectly: true, testType: nil)
    }

    static func builder(
        _ spec: GuestSpec, _ abilities: GuestAbilities = abilities(), vnc: Bool = true, spice: Bool = false
    ) throws -> GuestBuilder {
        guard let image = spec.server.image else { throw HypervisorError.impossible("no image") }
        var settings = LibvirtDriverSettings(uri: "qemu:///system", instancesDirectory: "/i")
        if !vnc { settings.vnc = nil }
        if spice { settings.spice = LibvirtDriverSettings.Spice(address: "127.0.0.1") }
        return GuestBuilder(
            spec: spec, properties: try GuestProperties(image: image, flavor: spec.server.flavor),
            abilities: abilities, settings: settings)
    }
}
