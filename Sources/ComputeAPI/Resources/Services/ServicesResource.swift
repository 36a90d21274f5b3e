import APISchema
package import Compute
package import HTTPAPI
import Identity

/// `/os-services`: one service for each compute host. The daemon's other parts have no rows that could be listed.
package struct ServicesResource: Resource {
    private let hosts: HostService

    package init(hosts: HostService) {
        self.hosts = hosts
    }

    package var endpoints: [Endpoint] {
        [
            .get(
                "os-services", allow: .servicesList, query: ListServicesQuery.schema,
                list: ServiceView.item.list("services")
            ) { call in
                Paged(try await hosts.services(host: call.query.host, binary: call.query.binary))
            }
        ]
    }
}

struct ListServicesQuery: WireBody {
    var host: String?
    var binary: String?

    static let schema = QuerySchema<Self>(
        [.optional("host", \.host, .text()), .optional("binary", \.binary, .text())], closed: .since(.strictQueries))
}
