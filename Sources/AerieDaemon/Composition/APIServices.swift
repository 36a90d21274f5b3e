import Compute
import ComputeAPI
import DurableActions
import HTTPAPI
import HypervisorLibvirt
import Identity
import IdentityAPI
import ImageAPI
import Logging
import MetadataService
import NetworkAPI
import Store

/// The services behind the APIs, and the server in front of them.
struct APIServices: Sendable {
    let settings: DaemonSettings
    let stores: Stores
    let servers: ServerService
    let consoles: ConsoleService
    let identity: IdentityParts
    let storage: StorageParts
    let hypervisor: LibvirtHypervisor
    let conditions: NetworkConditions
    let metadata: MetadataConditions?
    let world: World
    let logger: Logger

    var images: ImageService {
        ImageService(images: stores.images, files: storage.images, world: world)
    }

    func makeServer() throws -> APIServer {
        let links = LinkSettings(
            prefix: settings.http.publicURL, trustsForwardedHeaders: settings.http.trustsForwarded)
        let api = APISettings(links: links, maximumLimit: settings.compute.maximumPage)
        let makeUUID = world.makeUUID
        let server = APIServer(
            mounts: APIMount.compute(computeResources) + companions, authenticator: identity.authenticator,
            policy: identity.policy, settings: api, makeUUID: makeUUID, log: settings.log.accessLog)
        guard server.problems.isEmpty else {
            throw SettingsError("The API's tables contradict themselves: \(server.problems.joined(separator: "; "))")
        }
        return server
    }
}
