import HTTPTypes
import Hummingbird
import NIOCore

/// The floor of every figure about HTTP: the server that aeried is built on, sending answers that were captured before.
struct StaticReplies: HTTPResponder {
    typealias Context = BasicRequestContext

    /// By path.
    let replies: [String: Response]

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        for try await _ in request.body {}
        return replies[request.head.path ?? "/"] ?? Response(status: .notFound)
    }

    /// Serves until the process is told to stop.
    static func serve(_ replies: [CapturedReply], port: Int) async throws {
        var byPath: [String: Response] = [:]
        for reply in replies { byPath[reply.path] = reply.response }
        let application = Application(
            responder: StaticReplies(replies: byPath),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: "aerie"))
        try await application.runService()
    }
}

extension CapturedReply {
    fileprivate var response: Response {
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields[name] = header.value
        }
        return Response(
            status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
