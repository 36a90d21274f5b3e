import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import Testing
import WireJSON

struct Toy: Sendable, Hashable {
    var id: String
    var name: String
    var project: String

    static let view = View<Toy>(
        "toy",
        [
            .string("id") { $0.id },
            .string("name") { $0.name },
            .strings("tags", .since(.serverTags)) { _ in [] },
            .string("project", visibleTo: .extendedServerAttributes) { $0.project },
            .links("toys") { $0.id },
        ])
}

struct ToyBody: WireBody {
    var name = ""
    var tags: [String] = []

    static let schema = Schema<Self>(
        "toy",
        [
            .required("name", \.name, .looseName, .legacyOnly),
            .required("name", \.name, .name, .notLegacy),
            .optional("tags", \.tags, .list(of: .tag), .since(.tagsAtCreate)),
        ])
}

struct ToyQuery: WireBody {
    var limit: Int?
    var marker: String?

    static let schema = QuerySchema<Self>(
        [.optional("limit", \.limit, .nonNegative), .optional("marker", \.marker, .text())],
        closed: .since(.strictQueries))
}

struct RenameBody: WireBody {
    var name = ""

    static let schema = Schema<Self>([.required("name", \.name, .name)], nullable: true)
}

struct UnknownDefect: Error {
    let secret = "the password is 1234"
}

/// Three toys of project `abc`, one of project `def`.
struct ToysResource: Resource {
    static let toys =
        (1...3).map { Toy(id: "t\($0)", name: "toy \($0)", project: "abc") }
        + [Toy(id: "foreign", name: "other", project: "def")]

    let actionPath = "toys/{id}/action"

    static func find(_ id: String, _ scope: Scope) throws(ComputeError) -> Toy {
        guard let toy = toys.first(where: { $0.id == id }), scope.includes(ProjectID(toy.project)) else {
            throw .notFound(kind: "Toy", id: id)
        }
        return toy
    }

    static func owner<Body, Query>(_ call: CallContext<Body, Query>) async throws -> PolicyTarget {
        PolicyTarget(project: try find(call.id(), try call.scope).project)
    }

    var endpoints: [Endpoint] { reading + writing + actions }

    private var reading: [Endpoint] {
        [
            .get("toys", allow: .serversIndex, query: ToyQuery.schema, list: Toy.view.list("toys")) { call in
                let limit = call.limit(call.query.limit)
                let own = Self.toys.filter { $0.project == "abc" }
                let start =
                    call.query.marker.flatMap { marker in own.firstIndex { $0.id == marker } }.map { $0 + 1 } ?? 0
                return call.page(Array(own.dropFirst(start).prefix(limit)), limit: limit) { $0.id }
            },
            .get("toys/detail", allow: .serversDetail) { _ in .json(["detail": true]) },
            .get("toys/{id}", allow: .serversShow, owner: Self.owner, view: Toy.view) { call in
                try Self.find(call.id(), try call.scope)
            },
            .get("toys/{toy_id}/tags/{tag}", allow: .serversShow, versions: .since(.serverTags)) { call in
                .json(["toy": .string(call.path("toy_id")), "tag": .string(call.id())])
            },
            .get("origin", allow: nil) { call in try Self.origin(call) },
        ]
    }

    private static func origin(_ call: CallContext<NoBody, NoQuery>) throws -> Answer {
        let project = try call.project.text
        return .json { writer in
            writer.object { writer in
                writer.field("request", call.requestID)
                writer.field("global", call.globalRequestID)
                writer.field("project", project)
                writer.field("passes", call.origin.passesLocks)
            }
        }
    }

    private var writing: [Endpoint] {
        [
            .post(
                "toys", allow: .serversCreate, body: ToyBody.schema,
                success: .ok.since(.keypairTypes, .created), view: Toy.view,
                location: { toy, links in links.selfLink("toys", toy.id) }
            ) { call in
                Toy(id: "new", name: call.body.name, project: try call.project.text)
            },
            .put("toys/{id}", allow: .serversUpdate, body: ToyBody.schema, success: .noContent) { _ in },
            .put("errors/{kind}", allow: nil) { (call: CallContext<NoBody, NoQuery>) async throws -> Void in
                try Self.fail(call.id())
            },
            .delete("toys/{id}", allow: .serversDelete, success: .accepted.since(.keypairTypes, .noContent)) { _ in },
        ]
    }

    private var actions: [Endpoint] {
        [
            .action("os-stop", allow: .serversStop, owner: Self.owner) { _ in },
            .action("rename", allow: .serversUpdate, body: RenameBody.schema, success: .ok, view: Toy.view) { call in
                Toy(id: call.id(), name: call.body.name, project: "abc")
            },
            .action("newer", allow: nil, versions: .since(.triggerCrashDump)) { _ in },
            .action("image", allow: nil, versions: .before(.imageIDInBody)) { _ in
                Answer.empty().location("http://image")
            },
            .action("image", allow: nil, versions: .since(.imageIDInBody)) { _ in .json(["image_id": "i"]) },
        ]
    }

    private static func fail(_ kind: String) throws {
        switch kind {
        case "invalid": throw ComputeError.invalid("bad")
        case "forbidden": throw ComputeError.forbidden("no")
        case "missing": throw ComputeError.missing("nothing")
        case "conflict": throw ComputeError.conflict("taken")
        case "locked": throw ComputeError.locked(ServerID("s"))
        case "quota": throw ComputeError.overQuota([QuotaExcess("cores", requested: "2", used: 20, limit: 20)])
        case "unsupported": throw ComputeError.notSupported("can't")
        case "away": throw ComputeError.unavailable("later")
        case "large": throw APIError(.contentTooLarge, "large").retry(after: 30)
        case "gone": throw ComputeError.gone
        case "failure": throw ComputeError.failure("disk /dev/secret broke")
        default: throw UnknownDefect()
        }
    }
}

struct ToyAuthenticator: Authenticator {
    func authenticate(token: String) async throws(IdentityError) -> Caller {
        switch token {
        case "admin": caller("abc", [.admin])
        case "member": caller("abc", [.member])
        case "reader": caller("abc", [.reader])
        case "unscoped": caller(nil, [])
        case "broken": throw .unavailable("the store is away")
        default: throw .unauthorized
        }
    }

    private func caller(_ project: String?, _ roles: RoleSet) -> Caller {
        Caller(
            userID: "u1", userName: "user", projectID: project, projectName: project, roles: roles,
            expiresAt: UnixTime(microseconds: .max), auditID: "a")
    }
}

/// Answers with what companion APIs need: open operations, other error shapes, streams.
struct CompanionResource: Resource {
    var endpoints: [Endpoint] {
        [
            Endpoint.get("", allow: nil) { call in
                .json { $0.object { $0.field("user", call.callerIfAny?.userID) } }
            }.open,
            Endpoint.post("tokens", allow: nil, body: ToyBody.schema) { call in
                Answer.json(.created, ["name": .string(call.body.name)])
            }.open,
            .get("things/{id}", allow: nil) { call -> Answer in
                throw ComputeError.notFound(kind: "Thing <b>", id: call.id())
            },
            .upload(.put, "files/{id}", allow: nil) { call in
                var count = 0
                for try await buffer in call.request.body { count += buffer.readableBytes }
                return .json(.ok, ["count": .int(Int64(count))])
            },
            .get("files/{id}", allow: nil) { _ in
                Answer.body(ResponseBody(byteBuffer: ByteBuffer(string: "data")))
                    .headers([.contentType: "application/octet-stream"])
            },
        ]
    }
}

enum ToyCloud {
    static let uuid = "11111111-2222-4333-8444-555555555555"

    static func server(_ settings: APISettings = APISettings()) throws -> APIServer {
        let mounts =
            APIMount.compute([ToysResource(), VersionsResource()]) + [
                APIMount(prefix: "/identity/v3", style: .identity, resources: [CompanionResource()]),
                APIMount(prefix: "/image/v2", style: .image, resources: [CompanionResource()]),
                APIMount(prefix: "/network/v2.0", style: .network, resources: [CompanionResource()]),
            ]
        return APIServer(
            mounts: mounts, authenticator: ToyAuthenticator(), policy: try PolicyEngine(), settings: settings,
            makeUUID: { uuid })
    }

    /// Sends one request and gives the whole answer.
    static func send(
        _ method: HTTPRequest.Method = .get, _ uri: String, token: String? = "member", version: String? = nil,
        headers: HTTPFields = [:], body: String? = nil, settings: APISettings = APISettings()
    ) async throws -> TestResponse {
        var headers = headers
        if let token { headers[try name("X-Auth-Token")] = token }
        if let version { headers[try name("OpenStack-API-Version")] = "compute \(version)" }
        var logger = Logger(label: "toy")
        logger.logLevel = .critical
        let application = Application(responder: try server(settings), logger: logger)
        let sent = headers
        return try await application.test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: sent, body: body.map { ByteBuffer(string: $0) })
        }
    }

    static func name(_ text: String) throws -> HTTPField.Name {
        try #require(HTTPField.Name(text))
    }
}

extension TestResponse {
    var json: JSONValue? { try? JSONParser.parse(Array(body.readableBytesView)) }
    var text: String { String(buffer: body) }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// The message of a fault of that name.
    func fault(_ name: String) -> String? { json?[key: name]?[key: "message"]?.text }
}
