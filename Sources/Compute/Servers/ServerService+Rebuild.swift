extension ServerService {
    /// Gives the server a new disk from an image; its flavor, ports and addresses stay. A server in ERROR comes back so.
    /// - Parameter facets: of the server that is answered.
    /// - Throws: `.invalid` for an image or a key that can't be used, `.forbidden` beyond a limit.
    package func rebuild(
        _ id: ServerID, _ request: RebuildRequest, user: UserID, in scope: Scope, with facets: ServerFacets,
        origin: Origin
    ) async throws(ComputeError) -> RebuildingServer {
        let seen = try await show(id, in: scope, with: [])
        // A wrong state is told before a wrong image.
        try ServerRule.rebuild.check(seen, for: origin)
        let rebuild = try await planning.rebuild(of: seen, request, user: user, in: scope)
        let password = request.adminPassword ?? ServerNaming.password(randomBytes: world.randomBytes)
        try await disks.requireRoom()
        let new = try newAction(
            RebuildServer(
                server: id, rebuild: rebuild, keepsEphemeral: request.keepsEphemeral, adminPassword: password,
                files: request.files), origin)
        let change = ServerChange {
            $0.taskState = .set(.rebuilding)
            $0.progress = .set(0)
        }
        var server = try await servers.change(id, in: scope, facets: facets) { server throws(ComputeError) in
            try ServerRule.rebuild.check(server, for: origin)
            return ServerDecision(change: change, action: new)
        }
        wake(id)
        rebuild.change.apply(to: &server, at: server.updatedAt)
        return RebuildingServer(server: server, adminPassword: settings.showsAdminPassword ? password : nil)
    }
}

extension CreateServerPlanning {
    fileprivate func rebuild(
        of server: ServerRecord, _ request: RebuildRequest, user: UserID, in scope: Scope
    ) async throws(ComputeError) -> ServerRebuild {
        try checkLimits(metadata: request.metadata ?? [:], files: request.files)
        let key = try await key(request, user: user)
        let image = try await bootable(
            request.image, for: server.flavor, in: scope, otherwise: "Cannot find image for rebuild")
        try image.check(automaticDiskConfig: request.automaticDiskConfig)
        try server.checkTuning(unchangedBy: image)
        var rebuild = ServerRebuild(image: image)
        rebuild.name = Setting(request.name)
        rebuild.hostname = Setting(request.hostname)
        rebuild.summary = request.summary
        rebuild.accessIPv4 = Setting(request.accessIPv4)
        rebuild.accessIPv6 = Setting(request.accessIPv6)
        rebuild.automaticDiskConfig = .set(request.automaticDiskConfig ?? image.hasAutomaticDiskConfig)
        rebuild.metadata = Setting(request.metadata)
        rebuild.userData = request.userData
        (rebuild.keyName, rebuild.keyData) = (key.name, key.data)
        rebuild.trustedImageCertificates = request.trustedImageCertificates
        rebuild.configDrive = .set(server.configDrive || needsConfigDrive(image))
        return rebuild
    }

    private func key(
        _ request: RebuildRequest, user: UserID
    ) async throws(ComputeError) -> (name: Setting<String?>, data: Setting<String?>) {
        guard case .set(let name) = request.keyName else { return (.keep, .keep) }
        let keypair = try await keypair(named: name, user: user)
        return (.set(keypair?.name), .set(keypair?.publicKey))
    }
}

extension ServerRecord {
    /// A rebuilt server keeps the processors and pages that it holds.
    fileprivate func checkTuning(unchangedBy image: ServerImage) throws(ComputeError) {
        var rebuilt = self
        rebuilt.image = image
        guard rebuilt.tuning != tuning else { return }
        throw .invalid(
            "Image \(image.id) asks for other NUMA nodes, dedicated CPUs or pages than the server has; a rebuild can't "
                + "change these.")
    }
}
