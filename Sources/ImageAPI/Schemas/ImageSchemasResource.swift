import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct ImageSchemasResource: Resource {
    var endpoints: [Endpoint] {
        [
            .get("schemas/image", allow: nil, query: .open) { _ in .json(ImageSchemas.image) },
            .get("schemas/images", allow: nil, query: .open) { _ in .json(ImageSchemas.images) },
            .get("schemas/member", allow: nil, query: .open) { _ in .json(ImageSchemas.member) },
            .get("schemas/members", allow: nil, query: .open) { _ in .json(ImageSchemas.members) },
        ]
    }
}
