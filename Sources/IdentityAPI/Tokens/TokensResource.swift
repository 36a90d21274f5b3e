import APISchema
import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
import WireJSON

/// Logging in, and what there is to know about a token.
struct TokensResource: Resource {
    let identity: IdentityService
    let catalog: Catalog

    var endpoints: [Endpoint] {
        [
            .post("auth/tokens", allow: nil, body: AuthenticationBody.schema) { call in try await issue(call) }.open,
            .get("auth/tokens", allow: nil, query: .open) { call in try await show(call) },
            .upload(.head, "auth/tokens", allow: nil, success: .ok) { call in try await check(call) },
            .delete("auth/tokens", allow: nil) { call in try await revoke(call) },
        ]
    }

    private func issue(_ call: CallContext<AuthenticationBody, NoQuery>) async throws -> Answer {
        let issued = try await identity.authenticate(try call.body.request(from: call.client))
        return answer(issued.info, call, .created).naming(issued.token)
    }

    private func show(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let (token, info) = try await subject(of: call, .identityValidateToken)
        return answer(info, call, .ok).naming(token)
    }

    private func check(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let (token, _) = try await subject(of: call, .identityCheckToken)
        return Answer.empty().naming(token)
    }

    private func revoke(_ call: CallContext<NoBody, NoQuery>) async throws {
        let (token, _) = try await subject(of: call, .identityRevokeToken)
        try await identity.revoke(token: token)
    }

    /// - Throws: 404 for a token that is worth nothing, then 403 for one of somebody else.
    private func subject(
        of call: CallContext<NoBody, NoQuery>, _ rule: PolicyRule
    ) async throws -> (token: String, info: TokenInfo) {
        guard let token = call.request.headers[.subjectToken], !token.isEmpty else {
            throw APIError(.badRequest, "The header X-Subject-Token, which names the token in question, is missing.")
        }
        let info = try await identity.validate(token: token)
        try call.require(rule, PolicyTarget(project: info.project?.id, user: info.userID))
        return (token, info)
    }

    private func answer<Body>(
        _ info: TokenInfo, _ call: CallContext<Body, NoQuery>, _ status: HTTPResponse.Status
    ) -> Answer {
        let wantsCatalog = !call.rawQuery.contains { $0.key == "nocatalog" }
        return .show(ShownToken(info: info, catalog: wantsCatalog ? catalog : nil), with: TokenView.item, status)
    }
}

extension Answer {
    /// With the token that the answer is about.
    fileprivate func naming(_ token: String) -> Answer {
        headers([.subjectToken: token, .vary: "X-Auth-Token"])
    }
}
