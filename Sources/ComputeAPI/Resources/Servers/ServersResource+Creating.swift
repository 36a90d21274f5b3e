import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity

extension ServersResource {
    func create(_ call: CallContext<CreateServerBody, NoQuery>) async throws -> Answer {
        let body = call.body.server
        try requireExtras(call, body)
        var request = try CreateServerRequest(call.body)
        request.permissions = permissions(call)
        let created = try await servers.create(
            request, project: call.project, user: call.user, origin: call.origin)
        if body.returnsReservationID { return .show(created.reservationID, with: CreatedServersView.reservation) }
        guard let server = created.servers.first else { throw ComputeError.failure("No server was created.") }
        let shown = CreatedServer(
            server: server, adminPassword: settings.showsAdminPassword ? created.adminPassword : nil,
            securityGroups: created.securityGroups)
        return .show(shown, with: CreatedServersView.server)
            .location(call.links.selfLink("servers", server.id.text))
    }

    /// What a request takes beyond the right to create servers at all.
    private func requireExtras(
        _ call: CallContext<CreateServerBody, NoQuery>, _ body: NewServerBody
    ) throws(APIError) {
        if case .list = body.networks { try call.require(.serversCreateAttachNetwork) }
        if !body.blockDevices.isEmpty || !body.oldBlockDevices.isEmpty {
            try call.require(.serversCreateAttachVolume)
        }
        if body.trustedImageCertificates != nil { try call.require(.serversCreateTrustedCerts) }
    }

    private func permissions(_ call: CallContext<CreateServerBody, NoQuery>) -> CreatePermissions {
        var permissions = CreatePermissions()
        permissions.zeroDiskFlavor = call.allows(.serversCreateZeroDiskFlavor)
        permissions.anyFlavor = call.isAdmin
        permissions.forcedHost = call.allows(.serversCreateForcedHost)
        permissions.requestedDestination = call.allows(.serversCreateRequestedDestination)
        permissions.externalNetwork = call.allows(.networkAttachExternalNetwork)
        return permissions
    }
}
