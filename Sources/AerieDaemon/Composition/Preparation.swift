import Compute
import DurableActions
import FoundationEssentials
import HostStorage
import Identity
import Logging
import Store

extension DaemonParts {
    /// What has to be in order before the first request: the first administrator, flavors and network of a new cloud, and
    /// what a crash left half-way.
    func prepareCloud(
        _ settings: DaemonSettings, identity: IdentityParts, services: APIServices, world: World, logger: Logger
    ) async throws {
        try await makeAdministrator(settings, identity, logger)
        let first = FirstStart(flavors: stores.flavors, networks: stores.networks, world: world, logger: logger)
        try await stores.beginServerNumbers(above: first.firstServerNumber())
        try await first.makeFlavors()
        if let owner = try await stores.identity.project(name: "admin") {
            try await first.makeNetwork(settings.network, owner: ProjectID(owner.id))
        }
        let node = try NodeIdentity.loadOrCreate(path: settings.storage.nodeID, makeUUID: world.makeUUID)
        try await reporter.register(nodeID: node)
        try await services.storage.images.removeUnfinished()
        _ = try await services.images.recover()
        try await resumption(services, logger).run()
        let recovered = try await runner.recover()
        if recovered.total > 0 {
            logger.notice("unfinished actions go on", metadata: ["actions": "\(recovered.total)"])
        }
    }

    private func resumption(_ services: APIServices, _ logger: Logger) -> Resumption {
        let (log, host) = (stores.actions, services.settings.compute.host)
        return Resumption(servers: stores.servers, service: services.servers, host: host, logger: logger) {
            () async throws(ComputeError) in
            do throws(ActionLogError) {
                return Set(try await log.openSubjects(host: host.text).map { ServerID($0) })
            } catch {
                throw .unavailable("Actions can't be read: \(error)")
            }
        }
    }

    /// Only while nobody holds any role: afterwards the password file means nothing.
    private func makeAdministrator(
        _ settings: DaemonSettings, _ identity: IdentityParts, _ logger: Logger
    ) async throws {
        guard let path = settings.identity.adminPasswordFile,
            let data = FileManager.default.contents(atPath: path)
        else {
            if try await stores.identity.users().isEmpty {
                logger.warning("there are no users; run 'aerie init', or set identity.adminPasswordFile")
            }
            return
        }
        let password = String(decoding: data, as: UTF8.self).filter { !$0.isNewline }
        if try await identity.service.bootstrap(adminPassword: password) {
            logger.notice("made the user and project admin")
        }
    }
}
