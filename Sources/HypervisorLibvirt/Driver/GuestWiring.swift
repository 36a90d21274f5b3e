import Compute
import LibvirtXML

/// What diagnostics show of a guest's document. It holds as long as the guest runs and no device comes or goes.
struct GuestWiring: Sendable {
    let virtType: VirtType?
    /// By the interface's name on the host. libvirt gives every one that it plugs another name.
    private let addresses: [String: String]

    init(_ document: DomainDocument) {
        virtType = VirtType(rawValue: document.type.rawValue)
        let pairs = document.devices.interfaces.compactMap { interface in
            interface.target.flatMap { target in interface.macAddress.map { (target, $0) } }
        }
        addresses = Dictionary(pairs) { first, _ in first }
    }

    func mac(of interface: String) -> String? { addresses[interface] }

    func knows(_ interfaces: [String]) -> Bool { interfaces.allSatisfy { addresses[$0] != nil } }
}
