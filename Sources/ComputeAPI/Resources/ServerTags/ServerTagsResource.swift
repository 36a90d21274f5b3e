import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// The tags of a server.
package struct ServerTagsResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    private static let list = "servers/{server_id}/tags"
    private static let item = "servers/{server_id}/tags/{id}"

    package var endpoints: [Endpoint] { all + single }

    private var all: [Endpoint] {
        [
            .get(
                Self.list, allow: .serverTagsIndex, versions: .since(.serverTags),
                owner: { try await servers.owner(of: $0) }, query: .open, view: TagsView.tags
            ) { call in
                try await servers.tags(of: call.id("server_id"), in: call.scope)
            },
            .put(
                Self.list, allow: .serverTagsUpdateAll, versions: .since(.serverTags),
                owner: { try await servers.owner(of: $0) }, body: TagsBody.schema, view: TagsView.tags
            ) { call in
                try await servers.replaceTags(
                    call.body.tags, of: call.id("server_id"), in: call.scope, origin: call.origin)
            },
            .delete(
                Self.list, allow: .serverTagsDeleteAll, versions: .since(.serverTags),
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.removeAllTags(of: call.id("server_id"), in: call.scope, origin: call.origin)
            },
        ]
    }

    private var single: [Endpoint] {
        [
            .get(
                Self.item, allow: .serverTagsShow, versions: .since(.serverTags),
                owner: { try await servers.owner(of: $0) }, query: .open
            ) { call in
                let server: ServerID = call.id("server_id")
                guard try await servers.tags(of: server, in: call.scope).contains(call.id()) else {
                    throw ComputeError.missing("Server \(server) has no tag '\(call.id() as String)'")
                }
                return .empty(.noContent)
            },
            .put(
                Self.item, allow: .serverTagsUpdate, versions: .since(.serverTags),
                owner: { try await servers.owner(of: $0) }, body: EmptyBody.schema
            ) { call in
                try await add(call)
            },
            .delete(
                Self.item, allow: .serverTagsDelete, versions: .since(.serverTags),
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.removeTag(call.id(), from: call.id("server_id"), in: call.scope, origin: call.origin)
            },
        ]
    }

    private func add(_ call: CallContext<EmptyBody, NoQuery>) async throws -> Answer {
        let tag: String = call.id()
        guard TagsBody.isTag(tag) else {
            throw ComputeError.invalid(
                "Tag '\(tag)' is invalid. It must be a non empty string without characters '/' and ','. "
                    + "Maximum tag length is 60.")
        }
        let server: ServerID = call.id("server_id")
        let isNew = try await servers.addTag(tag, to: server, in: call.scope, origin: call.origin)
        guard isNew else { return .empty(.noContent) }
        return Answer.empty(.created)
            .location("\(call.links.selfLink("servers", server.text))/tags/\(URLText.encodingSegment(tag))")
    }
}
