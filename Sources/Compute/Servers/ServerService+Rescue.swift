extension ServerService {
    /// Boots the server from another image, so that its user can mend what is on its disks.
    /// - Parameters:
    ///   - reference: of the rescue image; nil: the server's own.
    ///   - password: for the rescue system; nil: a random one.
    /// - Returns: the password; nil where passwords are not told.
    /// - Throws: `.invalid` for an image that can't be used.
    package func rescue(
        _ id: ServerID, from reference: ImageID?, password: String?, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> String? {
        let server = try await show(id, in: scope, with: [])
        // A wrong state is told before a wrong image.
        try ServerRule.rescue.check(server, for: origin)
        let image = try await planning.rescueImage(reference ?? server.image?.id, for: server, in: scope)
        let password = password ?? ServerNaming.password(randomBytes: world.randomBytes)
        try await disks.requireRoom()
        try await begin(
            RescueServer(server: id, image: image, adminPassword: password), .rescue, task: .rescuing, in: scope,
            origin: origin)
        return settings.showsAdminPassword ? password : nil
    }

    package func unrescue(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(UnrescueServer(server: id), .unrescue, task: .unrescuing, in: scope, origin: origin)
    }
}

extension CreateServerPlanning {
    /// - Throws: `.invalid` when it is missing, not complete, or nothing that a guest can be rescued from.
    fileprivate func rescueImage(
        _ id: ImageID?, for server: ServerRecord, in scope: Scope
    ) async throws(ComputeError) -> ServerImage {
        let refusal = ComputeError.invalid("Requested rescue image '\(id?.text ?? "")' is not supported")
        guard let id else { throw refusal }
        let image: ImageRecord
        do {
            image = try await images.image(id, in: scope)
        } catch ComputeError.notFound {
            throw refusal
        }
        guard image.status == .active, let format = image.diskFormat, let container = image.containerFormat else {
            throw refusal
        }
        let embedded = ServerImage(image, format: format, container: container)
        try await checkBootFiles(of: embedded, in: scope)
        _ = try GuestProperties(image: embedded, flavor: server.flavor)
        _ = try RescueLayout(embedded)
        return embedded
    }
}
