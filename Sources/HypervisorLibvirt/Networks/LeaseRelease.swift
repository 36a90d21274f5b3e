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

    private static let limit = Duration.seconds(5)

    let logger: Logger

    /// A lease that can't be ended costs the address's next owner time, nothing else: so it is only logged.
    func release(_ leases: [Lease]) async {
        for lease in leases {
            do {
                if try await !Self.run(lease) { warn(lease, "dhcp_release failed, or took too long") }
            } catch {
                warn(lease, "\(error)")
            }
        }
    }

    private static func run(_ lease: Lease) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await Subprocess.run(
                    tool, arguments: [lease.bridge, lease.address, lease.mac],
                    environment: .custom(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]), output: .discarded,
                    error: .discarded
                ).terminationStatus.isSuccess
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    private func warn(_ lease: Lease, _ reason: String) {
        logger.warning(
            "a DHCP lease could not be ended; is dnsmasq-utils installed?",
            metadata: ["address": "\(lease.address)", "mac": "\(lease.mac)", "reason": "\(reason)"])
    }
}
