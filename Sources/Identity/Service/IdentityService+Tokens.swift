import Logging

extension IdentityService {
    /// Checks the credentials and issues a token of the wanted scope. Throws `.unauthorized` for whatever is wrong with
    /// them, `.tooManyAttempts` after too many wrong passwords.
    package func authenticate(_ request: AuthenticationRequest) async throws(IdentityError) -> IssuedToken {
        guard !request.methods.isEmpty else { throw .unauthorized }
        var proofs: [Proof] = []
        for method in request.methods {
            proofs.append(try await prove(method, from: request.client))
        }
        let proof = try combine(proofs)
        let access = try await access(for: proof.user, request.scope)
        return try issue(to: proof, access)
    }

    /// Everything about a token that somebody else presents. Throws `.notFound` when it is not, or no longer, good.
    package func validate(token: String) async throws(IdentityError) -> TokenInfo {
        TokenInfo(try await standing(ofSubject: token))
    }

    /// From now on the token is worth nothing. Throws `.notFound` when it already was.
    package func revoke(token: String) async throws(IdentityError) {
        let payload = try await standing(ofSubject: token).payload
        let revocation = Revocation(
            subject: .token(auditID: Base64Text.url.encode(payload.auditID)), issuedBefore: now(),
            expiresAt: payload.expiresAt)
        let store = self.store
        try await changed(.token) { () async throws(IdentityStoreError) in try await store.insert(revocation) }
    }

    /// Removes revocations of tokens that have expired anyway. For a periodic service.
    package func purgeRevocations() async throws(IdentityError) {
        let (store, time) = (store, now())
        let count = try await stored { () async throws(IdentityStoreError) in
            try await store.deleteRevocations(expiredBefore: time)
        }
        logger.debug("removed revocations of expired tokens", metadata: ["count": "\(count)"])
    }

    private struct Proof {
        var user: User
        var methods: AuthenticationMethods
        /// The token that was exchanged: its successor ends no later and belongs to its chain.
        var origin: TokenPayload?
    }

    private func prove(_ method: AuthenticationRequest.Method, from client: String) async throws(IdentityError) -> Proof
    {
        switch method {
        case .password(let reference, let password):
            let user = try await user(reference)
            let key = LoginThrottle.Key(throttled(user, reference), from: client)
            try await gate.check(password, against: user?.passwordHash, for: key)
            guard let user, user.isEnabled else { throw .unauthorized }
            return Proof(user: user, methods: .password)
        case .token(let token):
            guard let payload = verified(token) else { throw .unauthorized }
            let standing = try await reader.standing(of: payload)
            return Proof(user: standing.user, methods: payload.methods.union(.token), origin: payload)
        }
    }

    private func combine(_ proofs: [Proof]) throws(IdentityError) -> Proof {
        guard var combined = proofs.first else { throw .unauthorized }
        for proof in proofs.dropFirst() {
            guard proof.user.id == combined.user.id else { throw .unauthorized }
            combined.methods.formUnion(proof.methods)
            combined.origin = combined.origin ?? proof.origin
        }
        return combined
    }

    private func access(
        for user: User, _ scope: AuthenticationRequest.Scope
    ) async throws(IdentityError) -> (project: Project, roles: RoleSet)? {
        switch scope {
        case .unscoped: return nil
        case .domain, .system: throw .unauthorized
        case .unspecified:
            guard let project = user.defaultProjectID else { return nil }
            return try await access(of: user, to: project)
        case .project(let reference):
            guard let project = try await project(reference), let access = try await access(of: user, to: project.id)
            else { throw .unauthorized }
            return access
        }
    }

    private func access(
        of user: User, to projectID: String
    ) async throws(IdentityError) -> (project: Project, roles: RoleSet)? {
        let reader = self.reader
        return try await stored(.project, id: projectID) { () async throws(IdentityStoreError) in
            try await reader.access(of: user.id, to: projectID)
        }
    }

    private func issue(
        to proof: Proof, _ access: (project: Project, roles: RoleSet)?
    ) throws(IdentityError) -> IssuedToken {
        guard let userID = IdentityID.bytes(proof.user.id) else {
            throw .unavailable("user id \(proof.user.id) is not 32 hex digits")
        }
        let time = now()
        let payload = TokenPayload(
            auditID: newAuditID(), chainID: proof.origin.map { $0.chainID ?? $0.auditID }, userID: userID,
            projectID: access.flatMap { IdentityID.bytes($0.project.id) }, issuedAt: time,
            expiresAt: proof.origin?.expiresAt ?? time.advanced(bySeconds: settings.lifetimeSeconds),
            methods: proof.methods)
        guard (payload.projectID == nil) == (access == nil) else {
            throw .unavailable("project id \(access?.project.id ?? "") is not 32 hex digits")
        }
        let standing = Standing(
            payload: payload, user: proof.user, project: access?.project, roles: access?.roles ?? [])
        return IssuedToken(token: signer.sign(payload), info: TokenInfo(standing))
    }

    private func standing(ofSubject token: String) async throws(IdentityError) -> Standing {
        guard let payload = verified(token) else { throw .notFound(.token, id: "") }
        do throws(IdentityError) {
            return try await reader.standing(of: payload)
        } catch {
            throw error == .unauthorized ? .notFound(.token, id: "") : error
        }
    }

    /// nil for a token that is forged or has expired.
    private func verified(_ token: String) -> TokenPayload? {
        guard let payload = signer.verify(token), now() < payload.expiresAt else { return nil }
        return payload
    }

    private func throttled(_ user: User?, _ reference: UserReference) -> LoginThrottle.Name {
        if let user { return .user(id: user.id) }
        let text =
            switch reference {
            case .id(let id): id
            case .name(let name, _): name
            }
        // Names come from anybody: what is remembered of one is short.
        return .stranger(name: String(text.unicodeScalars.prefix(64)))
    }
}
