import WireJSON

/// The services of this cloud as clients find them. All are behind the address that the client came by.
package struct Catalog: Sendable {
    package struct Service: Sendable, Hashable {
        /// 32 hexadecimal digits; the last one is 0, endpoints count on from there.
        let id: String
        let type: String
        let name: String
        let description: String
        /// Below the host; empty or with a leading slash.
        let path: String
    }

    enum Interface: String, CaseIterable, Sendable {
        case `public`, `internal`, admin
    }

    struct Endpoint: Sendable {
        let service: Service
        let interface: Interface
        let region: String

        var id: String {
            service.id.dropLast() + String(Interface.allCases.firstIndex(of: interface).map { $0 + 1 } ?? 0)
        }
    }

    let region: String
    let services: [Service]

    /// What this daemon serves.
    package init(region: String = "RegionOne") {
        self.region = region
        services = Self.served
    }

    func endpoints(of service: Service) -> [Endpoint] {
        Interface.allCases.map { Endpoint(service: service, interface: $0, region: region) }
    }

    var endpoints: [Endpoint] { services.flatMap(endpoints(of:)) }

    private static let served = [
        Service(
            id: "6f0d9c51a8a84a5e9b40c2d1b7e0f100", type: "identity", name: "keystone",
            description: "Users, projects and tokens", path: "/identity"),
        Service(
            id: "6f0d9c51a8a84a5e9b40c2d1b7e0f200", type: "compute", name: "nova",
            description: "Servers", path: "/v2.1"),
        Service(
            id: "6f0d9c51a8a84a5e9b40c2d1b7e0f300", type: "image", name: "glance",
            description: "Images", path: "/image"),
        Service(
            id: "6f0d9c51a8a84a5e9b40c2d1b7e0f400", type: "network", name: "neutron",
            description: "Networks and ports", path: "/network"),
    ]
}

extension Catalog {
    /// The items of a token's `catalog`.
    func writeItems(base: String, to writer: inout JSONWriter) {
        for service in services {
            writer.object { writer in
                writer.field("id", service.id)
                writer.field("type", service.type)
                writer.field("name", service.name)
                writer.array("endpoints") { writer in
                    for endpoint in endpoints(of: service) { endpoint.write(base: base, to: &writer) }
                }
            }
        }
    }
}

extension Catalog.Endpoint {
    func write(base: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("interface", interface.rawValue)
            writer.field("region", region)
            writer.field("region_id", region)
            writer.field("url", base + service.path)
        }
    }
}
