/// Everything the API can do with keypairs. They belong to users.
package struct KeypairService: Sendable {
    private let keypairs: any KeypairStore
    private let keys: any KeyMaker
    private let settings: ComputeSettings
    private let world: World

    package init(keypairs: any KeypairStore, keys: any KeyMaker, settings: ComputeSettings, world: World) {
        self.keypairs = keypairs
        self.keys = keys
        self.settings = settings
        self.world = world
    }

    package func show(_ name: String, of user: UserID) async throws(ComputeError) -> KeypairRecord {
        try await keypairs.keypair(name, of: user)
    }

    /// By name.
    package func list(of user: UserID, page: Page) async throws(ComputeError) -> [KeypairRecord] {
        try await keypairs.keypairs(of: user, page: page)
    }

    /// Keeps a public key that the user has.
    /// - Throws: `.invalid` for a bad key, `.conflict` for a name that is taken, `.overQuota`.
    package func importKey(
        _ publicKey: String, kind: KeypairRecord.Kind, name: String, of user: UserID
    ) async throws(ComputeError) -> KeypairRecord {
        let fingerprint = try keys.fingerprint(of: publicKey, kind: kind)
        return try await store(publicKey, fingerprint, kind, name, user)
    }

    /// Makes a key; its private part is told once and not kept.
    /// - Throws: `.conflict` for a name that is taken, `.overQuota`.
    package func generate(
        _ kind: KeypairRecord.Kind, name: String, of user: UserID
    ) async throws(ComputeError) -> (keypair: KeypairRecord, privateKey: String) {
        try await expectFree(name, of: user)
        let key = try await keys.makeKey(kind, for: user)
        return (try await store(key.publicKey, key.fingerprint, kind, name, user), key.privateKey)
    }

    /// Servers keep their copies.
    package func delete(_ name: String, of user: UserID) async throws(ComputeError) {
        try await keypairs.delete(name, of: user)
    }

    /// Spares the making of a key that can't be stored; the store decides again.
    private func expectFree(_ name: String, of user: UserID) async throws(ComputeError) {
        do throws(ComputeError) {
            _ = try await keypairs.keypair(name, of: user)
        } catch .notFound {
            return
        }
        throw .conflict("Key pair '\(name)' already exists.")
    }

    private func store(
        _ publicKey: String, _ fingerprint: String, _ kind: KeypairRecord.Kind, _ name: String, _ user: UserID
    ) async throws(ComputeError) -> KeypairRecord {
        let new = KeypairRecord(
            userID: user, name: name, kind: kind, publicKey: publicKey, fingerprint: fingerprint,
            createdAt: world.now())
        return try await keypairs.create(new, limit: settings.limits.keyPairs)
    }
}
