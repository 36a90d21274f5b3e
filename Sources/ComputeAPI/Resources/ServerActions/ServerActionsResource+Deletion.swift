import Compute
import HTTPAPI
import Identity

extension ServerActionsResource {
    var deletions: [Endpoint] {
        [
            .action("restore", allow: .deferredDeleteRestore, owner: owner) { call in
                try await servers.restore(call.id(), in: call.scope, origin: call.origin)
            },
            .action("forceDelete", allow: .deferredDeleteForce, owner: owner) { call in
                try await servers.forceDelete(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }
}
