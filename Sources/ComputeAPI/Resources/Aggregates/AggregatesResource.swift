import APISchema
package import HTTPAPI
import Identity
import WireJSON

/// `/os-aggregates`, as far as clients need it to show a hypervisor: there is no way to make an aggregate yet, so the list
/// is empty.
package struct AggregatesResource: Resource {
    package init() {}

    package var endpoints: [Endpoint] {
        [.get("os-aggregates", allow: .aggregatesIndex) { _ in .json(["aggregates": []]) }]
    }
}
