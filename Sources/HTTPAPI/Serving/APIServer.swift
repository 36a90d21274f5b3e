import APISchema
import HTTPTypes
package import Hummingbird
package import Identity
import Logging
import WireJSON

/// Answers every HTTP request of the daemon: picks the API by the URL's start and runs the request through it.
package struct APIServer: HTTPResponder {
    /// Longest prefix first.
    private let mounts: [MountPipeline]
    private let documents: VersionDocuments
    private let servesCompute: Bool
    private let links: LinkSettings
    private let makeUUID: @Sendable () -> String
    private let log: AccessLog
    /// What is wrong with the tables of all mounts. Empty in a sound program; checked at start.
    package let problems: [String]

    /// - Parameters:
    ///   - makeUUID: a new random UUID, version 4.
    ///   - log: is told of every request that was answered.
    package init(
        mounts: [APIMount], authenticator: any Authenticator, policy: PolicyEngine,
        settings: APISettings = APISettings(), makeUUID: @escaping @Sendable () -> String,
        log: @escaping AccessLog = { _ in }
    ) {
        let answers = AnswerCache()
        self.mounts = mounts.sorted { $0.prefix.count > $1.prefix.count }.map {
            MountPipeline(
                mount: $0, authenticator: authenticator, policy: policy, settings: settings, answers: answers)
        }
        documents = VersionDocuments()
        servesCompute = mounts.contains(where: \.isCompute)
        links = settings.links
        self.makeUUID = makeUUID
        self.log = log
        problems = Set(mounts.flatMap(\.routes.problems)).sorted()
    }

    package func respond(to request: Request, context: APIRequestContext) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let id = RequestID(uuid: makeUUID())
        let response = await answer(request, id, context)
        log(AccessEntry(request, response, id, took: clock.now - start))
        return response
    }

    private func answer(_ request: Request, _ id: RequestID, _ context: APIRequestContext) async -> Response {
        let target = RequestTarget(request.head.path ?? "/")
        for pipeline in mounts {
            if let rest = pipeline.mount.rest(of: target.path) {
                return await pipeline.respond(to: request, target, below: rest, id: id, context)
            }
        }
        guard servesCompute else { return Response(status: .notFound) }
        let base = links.base(for: request.head)
        if target.path.isEmpty || target.path == "/" { return documents.all(base: base) }
        return documents.choices(base: base, path: target.path)
    }
}
