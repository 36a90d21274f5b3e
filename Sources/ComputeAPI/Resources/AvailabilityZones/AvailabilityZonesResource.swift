import APISchema
package import Compute
package import HTTPAPI
import Identity

/// `/os-availability-zone`
package struct AvailabilityZonesResource: Resource {
    private let hosts: HostService

    package init(hosts: HostService) {
        self.hosts = hosts
    }

    package var endpoints: [Endpoint] {
        [
            .get("os-availability-zone", allow: .availabilityZoneList, list: ZoneView.list) { _ in
                Paged(try await hosts.zones())
            },
            .get("os-availability-zone/detail", allow: .availabilityZoneDetail, list: ZoneView.detailList) { _ in
                Paged(try await hosts.zones())
            },
        ]
    }
}
