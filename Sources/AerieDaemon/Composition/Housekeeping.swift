import Compute
import DurableActions
import Identity
import Logging

/// What has to be tidied now and then: base images that no server uses, revocations that are over, room kept on the disk.
struct Housekeeping: Sendable {
    let servers: any ServerStore
    let disks: any InstanceDisks
    let identity: IdentityService
    let host: HostName
    let interval: Duration
    let logger: Logger

    func run() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: interval)
                try await removeUnusedBases()
                try await identity.purgeRevocations()
                try await disks.requireRoom()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("housekeeping failed; it is tried again later", metadata: ["error": "\(error)"])
            }
        }
    }

    private func removeUnusedBases() async throws(ComputeError) {
        let used = try await servers.servers(on: host, facets: []).compactMap { $0.image?.id }
        try await disks.removeUnusedBases(keeping: Set(used))
    }
}
