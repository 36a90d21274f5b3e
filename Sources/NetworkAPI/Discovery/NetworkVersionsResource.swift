import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// `GET /network`: which versions there are.
struct NetworkVersionsResource: Resource {
    var endpoints: [Endpoint] {
        [.get("", allow: nil, query: .open) { call in document(call.links) }.open]
    }

    private func document(_ links: LinkBase) -> Answer {
        let url = "\(links.hostBase)/network/v2.0/"
        return .json { writer in
            writer.object { writer in
                writer.array("versions") { writer in
                    writer.object { writer in
                        writer.field("id", "v2.0")
                        writer.field("status", "CURRENT")
                        writer.array("links") { writer in
                            writer.object { writer in
                                writer.field("rel", "self")
                                writer.field("href", url)
                            }
                        }
                    }
                }
            }
        }
    }
}
