import Foundation

/// What aeried answered once, to be sent again by the floor.
struct CapturedReply: Codable {
    struct Header: Codable {
        let name: String
        let value: String
    }

    let path: String
    let status: Int
    /// Without those that the server adds to every answer by itself.
    let headers: [Header]
    let body: Data

    init(path: String, _ reply: HTTPReply) {
        let ownHeaders: Set = ["content-length", "date", "server", "connection", "transfer-encoding"]
        self.path = path
        status = reply.status
        headers = reply.headers.filter { !ownHeaders.contains($0.name.lowercased()) }.map {
            Header(name: $0.name, value: $0.value)
        }
        body = Data(reply.body)
    }
}
