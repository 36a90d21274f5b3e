import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// `GET /identity`: which versions there are.
struct IdentityVersionsResource: Resource {
    var endpoints: [Endpoint] {
        [.get("", allow: nil, query: .open) { call in choices(call.links) }.open]
    }

    private func choices(_ links: LinkBase) -> Answer {
        let url = "\(links.hostBase)/identity/v3/"
        return .json(HTTPResponse.Status(code: 300, reasonPhrase: "Multiple Choices")) { writer in
            writer.object { writer in
                writer.object("versions") { writer in
                    writer.array("values") { IdentityVersion.write(url: url, to: &$0) }
                }
            }
        }
    }
}

/// `GET /identity/v3`.
struct IdentityVersionResource: Resource {
    var endpoints: [Endpoint] {
        [.get("", allow: nil, query: .open) { call in document(call.links) }.open]
    }

    private func document(_ links: LinkBase) -> Answer {
        let url = "\(links.hostBase)/identity/v3/"
        return .json { writer in
            writer.object { writer in
                writer.key("version")
                IdentityVersion.write(url: url, to: &writer)
            }
        }
    }
}

enum IdentityVersion {
    /// One object: the only version.
    static func write(url: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", "v3.14")
            writer.field("status", "stable")
            writer.field("updated", "2020-04-07T00:00:00Z")
            writer.array("links") { writer in
                writer.object { writer in
                    writer.field("rel", "self")
                    writer.field("href", url)
                }
            }
            writer.array("media-types") { writer in
                writer.object { writer in
                    writer.field("base", "application/json")
                    writer.field("type", "application/vnd.openstack.identity-v3+json")
                }
            }
        }
    }
}
