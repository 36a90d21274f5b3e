import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// `GET /network/v2.0`: what there is.
struct NetworkContentsResource: Resource {
    private static let collections = [
        ("network", "networks"), ("subnet", "subnets"), ("port", "ports"), ("security_group", "security-groups"),
        ("security_group_rule", "security-group-rules"), ("extension", "extensions"), ("quota", "quotas"),
    ]

    var endpoints: [Endpoint] {
        [.get("", allow: nil, query: .open) { call in document(call.links) }]
    }

    private func document(_ links: LinkBase) -> Answer {
        let base = "\(links.hostBase)/network/v2.0"
        return .json { writer in
            writer.object { writer in
                writer.array("resources") { writer in
                    for (name, collection) in Self.collections {
                        Self.write(name, collection, "\(base)/\(collection)", to: &writer)
                    }
                }
            }
        }
    }

    private static func write(_ name: String, _ collection: String, _ url: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("collection", collection)
            writer.array("links") { writer in
                writer.object { writer in
                    writer.field("rel", "self")
                    writer.field("href", url)
                }
            }
        }
    }
}
