import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity

extension ServersResource {
    func rebuild(at place: ServersPlace) -> Endpoint {
        .action(
            "rebuild", on: place.action, allow: .serversRebuild, versions: place.versions,
            owner: { try await servers.owner(of: $0) }, body: RebuildBody.schema
        ) { (call) async throws -> Answer in
            try await rebuild(call)
        }
    }

    private func rebuild(_ call: CallContext<RebuildBody, NoQuery>) async throws -> Answer {
        if call.body.trustedImageCertificates != nil {
            try call.require(.serversRebuildTrustedCerts, try await servers.owner(of: call))
        }
        let facets: RowFacets = call.facets(for: ServerView.rebuilt)
        let rebuilding = try await servers.rebuild(
            call.id(), try call.body.request(), user: call.user, in: call.scope, with: facets.stored,
            origin: call.origin)
        let row = try await rows.row(
            of: rebuilding.server, for: call, facets, adminPassword: rebuilding.adminPassword)
        return .show(row, with: ServerView.rebuilt)
            .location(call.links.selfLink("servers", rebuilding.server.id.text))
    }
}
