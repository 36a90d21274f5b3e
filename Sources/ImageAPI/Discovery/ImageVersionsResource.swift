import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// Which versions of the Image API there are. All are at one place: they differ in what has been added.
struct ImageVersionsResource: Resource {
    let status: HTTPResponse.Status

    private static let minors = [7, 6, 5, 4, 3, 2, 1, 0]

    var endpoints: [Endpoint] {
        [.get("", allow: nil, query: .open) { call in document(call.links) }.open]
    }

    private func document(_ links: LinkBase) -> Answer {
        let url = "\(links.hostBase)/image/v2/"
        return .json(status) { writer in
            writer.object { writer in
                writer.array("versions") { writer in
                    for minor in Self.minors { Self.write(minor, url: url, to: &writer) }
                }
            }
        }
    }

    private static func write(_ minor: Int, url: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", "v2.\(minor)")
            writer.field("status", minor == minors.first ? "CURRENT" : "SUPPORTED")
            writer.array("links") { writer in
                writer.object { writer in
                    writer.field("rel", "self")
                    writer.field("href", url)
                }
            }
        }
    }
}

extension HTTPResponse.Status {
    static let choices = HTTPResponse.Status(code: 300, reasonPhrase: "Multiple Choices")
}
