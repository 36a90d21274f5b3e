package import Compute

extension FakeInstanceDisks {
    package func checkResize(_ resize: DiskResize) async throws(ComputeError) {
        try await meet("checkResize")
        guard resize.new.disk >= resize.old.disk, resize.new.ephemeral >= resize.old.ephemeral else {
            throw .invalid("Unable to resize disk down.")
        }
    }

    package func resize(_ resize: DiskResize) async throws(ComputeError) {
        try await meet("resize")
        change { state in
            if state.kept[resize.server] == nil { state.kept[resize.server] = resize.old }
            state.flavors[resize.server] = resize.new
        }
    }

    package func checkRevert(_ resize: DiskResize) async throws(ComputeError) {
        try await meet("checkRevert")
        guard now.kept[resize.server] != nil else {
            throw .missing("The root disk of server \(resize.server) from before its resize is missing.")
        }
    }

    package func revertResize(_ resize: DiskResize) async throws(ComputeError) {
        try await meet("revertResize")
        change { state in
            if let old = state.kept.removeValue(forKey: resize.server) { state.flavors[resize.server] = old }
        }
    }

    package func removeResized(_ server: ServerID) async throws(ComputeError) {
        try await meet("removeResized")
        change { $0.kept[server] = nil }
    }
}
