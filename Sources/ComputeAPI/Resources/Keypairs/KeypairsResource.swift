import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity

/// `/os-keypairs`
package struct KeypairsResource: Resource {
    private let keypairs: KeypairService

    package init(keypairs: KeypairService) {
        self.keypairs = keypairs
    }

    package var endpoints: [Endpoint] { lists + single }

    private typealias QueryCall = CallContext<NoBody, KeypairQuery>

    private var lists: [Endpoint] {
        [
            .get(
                "os-keypairs", allow: .keypairsIndex, versions: .before(.keypairPaging), owner: Self.owner,
                query: KeypairQuery.list, list: KeypairView.list
            ) { call in
                let user = try Self.user(call)
                return Paged(try await keypairs.list(of: user, page: Page(limit: Int(Int32.max))))
            },
            .get(
                "os-keypairs", allow: .keypairsIndex, versions: .since(.keypairPaging), owner: Self.owner,
                query: KeypairQuery.list, list: KeypairView.list
            ) { call in
                let limit = call.limit(call.query.limit)
                let user = try Self.user(call)
                let page = Page(limit: limit, marker: call.query.marker)
                return call.page(try await keypairs.list(of: user, page: page), limit: limit) { $0.name }
            },
        ]
    }

    private var single: [Endpoint] {
        [
            .post(
                "os-keypairs", allow: .keypairsCreate,
                owner: { call in PolicyTarget(project: nil, user: (try call.body.user ?? call.user).text) },
                body: CreateKeypairBody.schema, success: .ok.since(.keypairTypes, .created), view: KeypairView.created
            ) { call in
                try await create(call.body, for: try call.body.user ?? call.user)
            },
            .get(
                "os-keypairs/{name}", allow: .keypairsShow, owner: Self.owner, query: KeypairQuery.schema,
                view: KeypairView.detail
            ) { call in
                try await keypairs.show(call.id(), of: try Self.user(call))
            },
            .delete(
                "os-keypairs/{name}", allow: .keypairsDelete, owner: Self.owner, query: KeypairQuery.schema,
                success: .accepted.since(.keypairTypes, .noContent)
            ) { call in
                try await keypairs.delete(call.id(), of: try Self.user(call))
            },
        ]
    }

    private func create(_ body: CreateKeypairBody, for user: UserID) async throws -> CreatedKeypair {
        if let key = body.publicKey {
            let keypair = try await keypairs.importKey(key, kind: body.kind, name: body.name, of: user)
            return CreatedKeypair(keypair: keypair)
        }
        let made = try await keypairs.generate(body.kind, name: body.name, of: user)
        return CreatedKeypair(keypair: made.keypair, privateKey: made.privateKey)
    }

    /// The user who was named, or the caller.
    private static func user(_ call: QueryCall) throws -> UserID { try call.query.user ?? call.user }

    @Sendable private static func owner(_ call: QueryCall) async throws -> PolicyTarget {
        PolicyTarget(project: nil, user: try user(call).text)
    }
}
