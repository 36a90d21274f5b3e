import Compute
import ComputeAPI
import DurableActions
import HTTPAPI
import HypervisorLibvirt
import Identity
import IdentityAPI
import ImageAPI
import NetworkAPI
import Store

extension APIServices {
    /// Every resource of the Compute API.
    var computeResources: [any Resource] {
        serverResources + catalogResources + hostResources
    }

    private var serverResources: [any Resource] {
        [
            ServersResource(servers: servers, hosts: stores.hosts, settings: settings.compute, now: world.now),
            ServerMetadataResource(servers: servers), ServerTagsResource(servers: servers),
            ServerIPsResource(servers: servers), InstanceActionsResource(servers: servers),
            ServerActionsResource(servers: servers), ServerPasswordResource(servers: servers),
            ServerImagesResource(servers: servers), ServerResizeResource(servers: servers),
            ConsoleOutputResource(servers: servers),
            DiagnosticsResource(servers: servers), ServerTopologyResource(servers: servers),
            RemoteConsolesResource(consoles: consoles, servers: servers), ConsoleTokensResource(consoles: consoles),
        ]
    }

    private var catalogResources: [any Resource] {
        let projects = stores.identity
        let flavors = FlavorService(
            flavors: stores.flavors,
            projectExists: { project in
                do { return try await projects.project(id: project.text) != nil } catch { return nil }
            }, world: world)
        let keypairs = KeypairService(
            keypairs: stores.keypairs, keys: CryptoKeyMaker(world: world), settings: settings.compute, world: world)
        return [
            FlavorsResource(flavors: flavors), KeypairsResource(keypairs: keypairs),
            LimitsResource(quotas: QuotaService(servers: stores.servers, settings: settings.compute)),
            ExtensionsResource(), RemovedResource(), VersionsResource(),
        ]
    }

    private var hostResources: [any Resource] {
        let hosts = HostService(hosts: stores.hosts, settings: settings.compute, world: world)
        let hypervisors = HypervisorService(
            hosts: stores.hosts, servers: stores.servers, settings: settings.compute, world: world)
        return [
            HypervisorsResource(hypervisors: hypervisors), ServicesResource(hosts: hosts),
            AvailabilityZonesResource(hosts: hosts), AggregatesResource(),
        ]
    }

    /// Identity, Image and Network as far as clients need them, and aerie's own operations.
    var companions: [APIMount] {
        let hypervisor = hypervisor
        let operations = OperationsResource(
            inspection: inspection, metadata: metadata, guestFindings: { await hypervisor.findings() },
            hosts: stores.hosts, networks: stores.networks,
            conditions: conditions,
            settings: settings.compute, now: world.now)
        return APIMount.identity(identity.service, catalog: Catalog(region: settings.identity.region))
            + APIMount.image(images) + APIMount.network(NetworkService(networks: stores.networks))
            + [APIMount(prefix: "/aerie/v1", style: .identity, resources: [operations])]
    }

    private var inspection: Inspection {
        let log = stores.actions
        let host = settings.compute.host
        return Inspection(
            servers: stores.servers, networks: stores.networks, driver: hypervisor, disks: storage.disks,
            conditions: conditions, host: host,
            openActions: {
                try await log.openRows(host: host.text).map { row in
                    guard row.phase == .unreadable else { return (row.subject, nil) }
                    return (row.subject, row.failure?.fault.message ?? "The action can't be read.")
                }
            })
    }
}
