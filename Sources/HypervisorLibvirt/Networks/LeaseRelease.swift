import Logging
import Subprocess

/// Ends DHCP leases of guests that are gone. dnsmasq keeps a lease for its whole time, and gives the address to nobody else
/// meanwhile, not even to the port that it is reserved for by now.
struct LeaseRelease: Sendable {
    /// From the package dnsmasq-utils.
    private static let tool = Executable.name("dhcp_release")

    struct Lease: Sendable, Hashable {
        var bridge: String
        var address: String
        var mac: String
    }

    let logger: Logger

    /// A lease that can't be ended costs the address's next owner time, nothing else: so it is only logged.
    func release(_ leases: [Lease]) async {
        for lease in leases {
            do {
                let result = try await Subprocess.run(
                    Self.tool, arguments: [lease.bridge, lease.address, lease.mac], output: .discarded,
                    error: .discarded)
                if !result.terminationStatus.isSuccess { warn(lease, "dhcp_release failed") }
            } catch {
                warn(lease, "\(error)")
            }
        }
    }

    private func warn(_ lease: Lease, _ reason: String) {
        logger.warning(
            "a DHCP lease could not be ended; is dnsmasq-utils installed?",
            metadata: ["address": "\(lease.address)", "mac": "\(lease.mac)", "reason": "\(reason)"])
    }
}
