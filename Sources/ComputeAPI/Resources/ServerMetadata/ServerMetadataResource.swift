import APISchema
package import Compute
package import HTTPAPI
import Identity

/// The metadata items of a server.
package struct ServerMetadataResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    private static let list = "servers/{server_id}/metadata"
    private static let item = "servers/{server_id}/metadata/{id}"

    package var endpoints: [Endpoint] {
        [
            .get(
                Self.list, allow: .serverMetadataIndex, owner: { try await servers.owner(of: $0) },
                view: MetadataView.items
            ) { call in
                try await servers.metadata(of: call.id("server_id"), in: call.scope)
            },
            .post(
                Self.list, allow: .serverMetadataCreate, owner: { try await servers.owner(of: $0) },
                body: MetadataBody.schema, view: MetadataView.items
            ) { call in
                try await servers.addMetadata(
                    call.body.items, to: call.id("server_id"), in: call.scope, origin: call.origin)
            },
            .put(
                Self.list, allow: .serverMetadataUpdateAll, owner: { try await servers.owner(of: $0) },
                body: MetadataBody.schema, view: MetadataView.items
            ) { call in
                try await servers.replaceMetadata(
                    call.body.items, of: call.id("server_id"), in: call.scope, origin: call.origin)
            },
            .get(
                Self.item, allow: .serverMetadataShow, owner: { try await servers.owner(of: $0) },
                view: MetadataView.item
            ) { call in
                let items = try await servers.metadata(of: call.id("server_id"), in: call.scope)
                guard let value = items[call.id()] else { throw ComputeError.missing("Metadata item was not found") }
                return [call.id(): value]
            },
            .put(
                Self.item, allow: .serverMetadataUpdate, owner: { try await servers.owner(of: $0) },
                body: MetadataItemBody.schema, view: MetadataView.item
            ) { call in
                let item = call.body.item
                guard item[call.id()] != nil else { throw ComputeError.invalid("Request body and URI mismatch") }
                _ = try await servers.addMetadata(
                    item, to: call.id("server_id"), in: call.scope, origin: call.origin)
                return item
            },
            .delete(Self.item, allow: .serverMetadataDelete, owner: { try await servers.owner(of: $0) }) { call in
                try await servers.removeMetadata(
                    call.id(), of: call.id("server_id"), in: call.scope, origin: call.origin)
            },
        ]
    }
}
