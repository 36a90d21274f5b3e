package import Compute

extension FakeInstanceDisks {
    package func prepareRebuild(
        _ request: DiskRequest, keepsEphemeral: Bool
    ) async throws(ComputeError) -> PreparedDisks {
        try await meet("prepareRebuild")
        change { state in
            let server = request.server
            var rebuild = Rebuild(root: request.image.id)
            let number = state.ephemerals[server]
            if request.flavor.ephemeral > 0, !keepsEphemeral || number == nil { rebuild.ephemeral = (number ?? 0) + 1 }
            state.rebuilds[server] = rebuild
        }
        let root = GuestDisk(role: .root, path: path(request.server, "rebuild/disk"), format: .qcow2, device: .disk)
        return PreparedDisks(disks: [root], kernel: nil, ramdisk: nil)
    }

    package func writeRebuildConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await meet("writeRebuildConfigDrive")
        change { $0.rebuilds[server]?.configDrive = input }
        return configDrive(of: server, "rebuild/disk.config")
    }

    package func adoptRebuild(_ request: DiskRequest) async throws(ComputeError) {
        try await meet("adoptRebuild")
        change { state in
            guard let new = state.rebuilds.removeValue(forKey: request.server) else { return }
            state.replaced[request.server] = state.place(new, for: request.server)
        }
    }

    package func revertRebuild(of server: ServerID) async throws(ComputeError) {
        try await meet("revertRebuild")
        change { state in
            if let old = state.replaced.removeValue(forKey: server) { _ = state.place(old, for: server) }
            state.rebuilds[server] = nil
        }
    }

    package func finishRebuild(of server: ServerID) async throws(ComputeError) {
        try await meet("finishRebuild")
        change {
            $0.rebuilds[server] = nil
            $0.replaced[server] = nil
        }
    }
}

extension FakeInstanceDisks.State {
    /// - Returns: what was there.
    fileprivate mutating func place(
        _ disks: FakeInstanceDisks.Rebuild, for server: ServerID
    ) -> FakeInstanceDisks.Rebuild {
        let old = FakeInstanceDisks.Rebuild(
            root: servers.contains(server) ? roots[server] : nil, configDrive: configDrives[server],
            ephemeral: ephemerals[server])
        roots[server] = disks.root
        // One whose disks were lost has them again.
        if disks.root == nil { servers.remove(server) } else { servers.insert(server) }
        configDrives[server] = disks.configDrive
        if let number = disks.ephemeral { ephemerals[server] = number }
        return old
    }
}
