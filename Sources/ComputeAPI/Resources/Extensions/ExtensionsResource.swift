import APISchema
import Compute
package import HTTPAPI
import Identity

/// `/extensions`: the same list at every version.
package struct ExtensionsResource: Resource {
    package init() {}

    package var endpoints: [Endpoint] {
        [
            .get("extensions", allow: .extensions, list: ExtensionView.item.list("extensions")) { _ in
                Paged(Extension.all)
            },
            .get("extensions/{alias}", allow: .extensions, view: ExtensionView.item) { call in
                guard let found = Extension.all.first(where: { $0.alias == call.id() }) else {
                    throw ComputeError.notFound(kind: "Extension", id: call.id())
                }
                return found
            },
        ]
    }
}
