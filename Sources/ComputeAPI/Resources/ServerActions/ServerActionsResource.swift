import APISchema
package import Compute
package import HTTPAPI
import Identity
import WireJSON

/// Actions on servers of which there is one place only: on guests that go on living, and on the records of servers.
package struct ServerActionsResource: Resource {
    let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var actionPath: String { "servers/{server_id}/action" }

    package var endpoints: [Endpoint] {
        guests + locks + rescues + administration + deletions + shelving
    }

    private var guests: [Endpoint] {
        [
            .action("pause", allow: .pauseServerPause, owner: owner) { call in
                try await servers.pause(call.id(), in: call.scope, origin: call.origin)
            },
            .action("unpause", allow: .pauseServerUnpause, owner: owner) { call in
                try await servers.unpause(call.id(), in: call.scope, origin: call.origin)
            },
            .action("suspend", allow: .suspendServerSuspend, owner: owner) { call in
                try await servers.suspend(call.id(), in: call.scope, origin: call.origin)
            },
            .action("resume", allow: .suspendServerResume, owner: owner) { call in
                try await servers.resume(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }

    private var locks: [Endpoint] {
        [
            .action("lock", allow: .lockServerLock, versions: .before(.lockReason), owner: owner) { call in
                try await servers.lock(call.id(), reason: nil, in: call.scope, origin: call.origin)
            },
            .action(
                "lock", allow: .lockServerLock, versions: .since(.lockReason),
                owner: { try await servers.owner(of: $0) }, body: LockBody.schema
            ) { call in
                try await servers.lock(call.id(), reason: call.body.reason, in: call.scope, origin: call.origin)
            },
            .action("unlock", allow: .lockServerUnlock, owner: owner) { call async throws -> Void in
                let target = try await servers.owner(of: call)
                try await servers.unlock(
                    call.id(), mayOverride: call.allows(.lockServerUnlockUnlockOverride, target),
                    otherwise: PolicyEngine.denial(.lockServerUnlockUnlockOverride), in: call.scope,
                    origin: call.origin)
            },
        ]
    }

    private var rescues: [Endpoint] {
        [
            .action(
                "rescue", allow: .rescue, owner: { try await servers.owner(of: $0) }, body: RescueBody.schema,
                success: .ok
            ) { (call) async throws -> Answer in
                let password = try await servers.rescue(
                    call.id(), from: call.body.image.map { ImageID($0) }, password: call.body.adminPassword,
                    in: call.scope, origin: call.origin)
                return .json(.object(password.map { ["adminPass": .string($0)] } ?? [:]))
            },
            .action("unrescue", allow: .unrescue, owner: owner) { call in
                try await servers.unrescue(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }

    private var administration: [Endpoint] {
        [
            .action(
                "os-resetState", allow: .adminActionsResetState, owner: { try await servers.owner(of: $0) },
                body: ResetStateBody.schema
            ) { call in
                try await servers.resetState(call.id(), to: call.body.state, in: call.scope, origin: call.origin)
            },
            .action("injectNetworkInfo", allow: .adminActionsInjectNetworkInfo, owner: owner) { call in
                try await servers.injectNetworkInfo(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }

    func owner(of call: CallContext<NoBody, NoQuery>) async throws -> PolicyTarget {
        try await servers.owner(of: call)
    }
}
