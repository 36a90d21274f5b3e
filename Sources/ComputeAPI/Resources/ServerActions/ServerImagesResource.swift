import APISchema
package import Compute
package import HTTPAPI
import Identity

/// Images and backups of servers.
package struct ServerImagesResource: Resource {
    let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var actionPath: String { "servers/{server_id}/action" }

    package var endpoints: [Endpoint] {
        createImage(at: ServersPlace(path: "servers", versions: .all))
            + createImage(at: ServersPlace(path: "os-volumes_boot", versions: .before(.volumesBootRemoved)))
            + createBackup
    }

    private func createImage(at place: ServersPlace) -> [Endpoint] {
        [
            .action(
                "createImage", on: place.action, allow: .serversCreateImage, versions: .before(.imageIDInBody),
                owner: { try await servers.owner(of: $0) }, body: CreateImageBody.schema
            ) { call in
                Answer.empty().location(Self.url(of: try await createImage(call), call))
            },
            .action(
                "createImage", on: place.action, allow: .serversCreateImage,
                versions: place.versions.since(.imageIDInBody), owner: { try await servers.owner(of: $0) },
                body: CreateImageBody.schema, view: ServerImageView.answer
            ) { call in
                try await createImage(call)
            },
        ]
    }

    private var createBackup: [Endpoint] {
        [
            .action(
                "createBackup", allow: .createBackup, versions: .before(.imageIDInBody),
                owner: { try await servers.owner(of: $0) }, body: CreateBackupBody.schema
            ) { call in
                let image = try await createBackup(call)
                // Without a rotation nothing stays that could be named.
                return call.body.rotation > 0 ? Answer.empty().location(Self.url(of: image, call)) : .empty()
            },
            .action(
                "createBackup", allow: .createBackup, versions: .since(.imageIDInBody),
                owner: { try await servers.owner(of: $0) }, body: CreateBackupBody.schema,
                view: ServerImageView.answer
            ) { call in
                try await createBackup(call)
            },
        ]
    }

    private func createImage(_ call: CallContext<CreateImageBody, NoQuery>) async throws -> ImageID {
        try await servers.createImage(call.body.image, of: call.id(), in: call.scope, origin: call.origin)
    }

    private func createBackup(_ call: CallContext<CreateBackupBody, NoQuery>) async throws -> ImageID {
        try await servers.createBackup(
            call.body.image, series: call.body.series, rotation: call.body.rotation, of: call.id(), in: call.scope,
            origin: call.origin)
    }

    /// Where the Image API has it.
    private static func url<Body>(of image: ImageID, _ call: CallContext<Body, NoQuery>) -> String {
        "\(call.links.hostBase)/image/v2/images/\(image)"
    }
}
