import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// What this service can do besides the plain upload: nothing yet.
struct ImageInfoResource: Resource {
    var endpoints: [Endpoint] {
        [.get("info/import", allow: nil, query: .open) { _ in Self.importMethods }]
    }

    private static let importMethods = Answer.json([
        "import-methods": ["description": "Import methods available.", "type": "array", "value": []]
    ])
}
