import Foundation

/// A whole answer as it came over the wire.
struct HTTPReply {
    let status: Int
    /// As sent, in order.
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The document's value; an empty object when it isn't one.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }

    func expecting(_ status: Int) throws -> HTTPReply {
        guard self.status == status else { throw BenchmarkError("\(self.status) instead of \(status): \(text)") }
        return self
    }
}
