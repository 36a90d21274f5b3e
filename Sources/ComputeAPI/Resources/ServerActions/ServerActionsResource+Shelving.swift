import APISchema
import Compute
import HTTPAPI
import Identity

extension ServerActionsResource {
    var shelving: [Endpoint] {
        [
            .action("shelve", allow: .shelveShelve, owner: owner) { call in
                try await servers.shelve(call.id(), in: call.scope, origin: call.origin)
            },
            .action("shelveOffload", allow: .shelveShelveOffload, owner: owner) { call in
                try await servers.shelveOffload(call.id(), in: call.scope, origin: call.origin)
            },
            .action("unshelve", allow: .shelveUnshelve, versions: .before(.unshelveZone), owner: owner) { call in
                try await servers.unshelve(call.id(), to: UnshelveTarget(), in: call.scope, origin: call.origin)
            },
            .action(
                "unshelve", allow: .shelveUnshelve, versions: .since(.unshelveZone),
                owner: { try await servers.owner(of: $0) }, body: UnshelveBody.schema
            ) { call async throws -> Void in
                if call.body.host != nil {
                    let target = try await servers.owner(of: call)
                    try call.require(.shelveUnshelveToHost, target)
                }
                try await servers.unshelve(call.id(), to: call.body.target, in: call.scope, origin: call.origin)
            },
        ]
    }
}
