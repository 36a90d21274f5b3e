import APISchema
import Compute
import Identity
import WireJSON

/// `GET /versions/{id}` inside the Compute API.
package struct VersionsResource: Resource {
    package init() {}

    package var endpoints: [Endpoint] {
        [
            .get("versions/{id}", allow: nil, versions: .notLegacy, query: .open) { call in
                guard ["v2.0", "v2.1"].contains(call.id()) else { throw APIError.notFound }
                return Self.document(isLegacy: call.id() == "v2.0", call.links)
            },
            .get("versions/{id}", allow: nil, versions: .legacyOnly, query: .open) { call in
                Self.document(isLegacy: true, call.links)
            },
        ]
    }

    private static func document(isLegacy: Bool, _ links: LinkBase) -> Answer {
        let base = links.hostBase
        return .json { writer in
            writer.object { VersionDocuments.write(isLegacy: isLegacy, base: base, to: &$0) }
        }
    }
}
