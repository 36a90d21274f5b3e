package import Compute
import Libvirt
import LibvirtXML

/// Who else on this host has a network's addresses.
extension LibvirtHypervisor {
    package func rangeConflicts(of network: NetworkRecord) async throws(HypervisorError) -> [RangeConflict] {
        let others = try await otherNetworks(than: network)
        let bridges = Set(others.compactMap(\.bridge) + [network.bridge])
        let routes = settings.isTestDriver ? [] : HostRoute.all().filter { !bridges.contains($0.interface) }
        return network.subnets.flatMap { subnet in
            let ofNetworks = others.flatMap { other in
                other.ranges.filter(subnet.cidr.overlaps).map { range in
                    RangeConflict(
                        holder: "libvirt network \(other.name)" + (other.isActive ? "" : " (not running)"),
                        range: range,
                        preventsStart: other.isActive && range == subnet.cidr)
                }
            }
            let ofRoutes = routes.filter { subnet.cidr.overlaps($0.range) }.map { route in
                RangeConflict(
                    holder: "interface \(route.interface)", range: route.range,
                    preventsStart: route.range == subnet.cidr)
            }
            return ofNetworks + ofRoutes
        }
    }

    private struct OtherNetwork: Sendable {
        var name: String
        var bridge: String?
        var ranges: [AddressRange]
        var isActive: Bool
    }

    /// Those that run, or will when the host starts.
    private func otherNetworks(than network: NetworkRecord) async throws(HypervisorError) -> [OtherNetwork] {
        let own = network.libvirtName
        return try await read { connection throws(LibvirtError) in
            var others: [OtherNetwork] = []
            for found in try connection.networks() {
                do throws(LibvirtError) {
                    guard try found.name() != own else { continue }
                    let isActive = try found.isActive()
                    let willRun = isActive ? true : try found.autostart()
                    guard willRun else { continue }
                    let xml = try found.xmlDescription()
                    // What can't be read here is no network of a kind that has a range.
                    guard let document = try? NetworkDocument(xml: xml) else { continue }
                    others.append(
                        OtherNetwork(
                            name: document.name, bridge: document.bridge?.name, ranges: document.ranges,
                            isActive: isActive))
                } catch {
                    // It went away meanwhile.
                    guard error.code == .noNetwork else { throw error }
                }
            }
            return others
        }
    }
}

extension NetworkDocument {
    /// The IPv4 ranges that the host's addresses in the network stand for.
    var ranges: [AddressRange] {
        addresses.compactMap { address in
            guard let prefix = address.prefixLength, (0...32).contains(prefix),
                let host = Compute.IPv4Address(address.address)
            else { return nil }
            let mask = prefix == 0 ? 0 : UInt32.max << (32 - UInt32(prefix))
            return AddressRange(address: Compute.IPv4Address(value: host.value & mask), prefix: prefix)
        }
    }
}
