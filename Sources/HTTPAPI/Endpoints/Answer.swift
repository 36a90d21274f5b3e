package import APISchema
package import HTTPTypes
package import Hummingbird
import NIOCore
package import WireJSON

/// What an operation answers when it decides more than a record to show.
package struct Answer: Sendable {
    enum Content: Sendable {
        case empty
        case json(@Sendable (Call, inout JSONWriter) -> Void)
        /// The same, where a text with the same key is the same text.
        case kept(@Sendable (Call) -> AnswerCache.Key, @Sendable (Call, inout JSONWriter) -> Void)
        case body(ResponseBody)
    }

    /// Nil leaves the status to the endpoint's table.
    var status: HTTPResponse.Status?
    var headers: HTTPFields = [:]
    let content: Content

    package static func empty(_ status: HTTPResponse.Status? = nil) -> Answer {
        Answer(status: status, content: .empty)
    }

    /// The closure writes one document.
    package static func json(
        _ status: HTTPResponse.Status? = nil, _ write: @escaping @Sendable (inout JSONWriter) -> Void
    ) -> Answer {
        Answer(status: status, content: .json { _, writer in write(&writer) })
    }

    package static func json(_ value: JSONValue) -> Answer {
        json { $0.value(value) }
    }

    package static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Answer {
        json(status) { $0.value(value) }
    }

    /// A record inside its view's wrapper.
    package static func show<Record: Sendable>(
        _ record: Record, with view: View<Record>, _ status: HTTPResponse.Status? = nil
    ) -> Answer {
        Answer(
            status: status, content: .json { call, writer in call.resolved(view).writeDocument(record, to: &writer) })
    }

    package static func list<Record: Sendable>(
        _ page: Paged<Record>, with list: ListView<Record>, _ status: HTTPResponse.Status? = nil
    ) -> Answer {
        let write = { @Sendable (call: Call, writer: inout JSONWriter) in
            list.write(page.records, next: page.next, at: call.version, with: call.resolved(list.item), to: &writer)
        }
        guard let source = page.source else { return Answer(status: status, content: .json(write)) }
        let key = { @Sendable (call: Call) in
            AnswerCache.Key(
                source: source, path: call.path, version: call.version,
                granted: list.item.granted(at: call.version, visible: call.visible), links: call.links, next: page.next)
        }
        return Answer(status: status, content: .kept(key, write))
    }

    /// Any bytes, such as an image's. Set their type with `headers`.
    package static func body(_ body: ResponseBody, _ status: HTTPResponse.Status? = nil) -> Answer {
        Answer(status: status, content: .body(body))
    }

    package func headers(_ added: HTTPFields) -> Answer {
        var answer = self
        for field in added { answer.headers[field.name] = field.value }
        return answer
    }

    package func location(_ url: String) -> Answer { headers([.location: url]) }

    // MARK: Rendering

    func response(to call: Call, status table: EpochTable<HTTPResponse.Status>) -> Response {
        let status = status ?? table[call.version]
        switch content {
        case .empty: return Response(status: status, headers: headers)
        case .body(let body): return Response(status: status, headers: headers, body: body)
        case .json(let write): return document(Self.text(of: write, for: call), to: call, status)
        case .kept(let key, let write):
            let key = key(call)
            if let text = call.answers.text(for: key) { return document(text, to: call, status) }
            let text = Self.text(of: write, for: call)
            call.answers.keep(text, for: key)
            return document(text, to: call, status)
        }
    }

    private static func text(of write: (Call, inout JSONWriter) -> Void, for call: Call) -> ByteBuffer {
        var writer = JSONWriter()
        write(call, &writer)
        return writer.finish { ByteBuffer(bytes: $0) }
    }

    private func document(_ text: ByteBuffer, to call: Call, _ status: HTTPResponse.Status) -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = MediaTypes.responseType(call.request.headers) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: text))
    }
}
