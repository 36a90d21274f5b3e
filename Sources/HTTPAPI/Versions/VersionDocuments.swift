import APISchema
import HTTPTypes
import Hummingbird
import NIOCore
import WireJSON

/// The documents that tell which versions there are (conventions.md, section 1).
struct VersionDocuments: Sendable {
    private struct Version {
        let id: String
        let path: String
        let status: String
        let version: String
        let minVersion: String
        let updated: String
        let mediaType: String
    }

    private static let legacy = Version(
        id: "v2.0", path: "v2", status: "DEPRECATED", version: "", minVersion: "", updated: "2011-01-21T11:33:21Z",
        mediaType: "application/vnd.openstack.compute+json;version=2")
    private static let current = Version(
        id: "v2.1", path: "v2.1", status: "CURRENT", version: "\(Microversion.latest)",
        minVersion: "\(Microversion.v2_1)", updated: "2013-07-23T11:33:21Z",
        mediaType: "application/vnd.openstack.compute+json;version=2.1")

    /// `GET /`
    func all(base: String) -> Response {
        respond(.ok) { writer in
            writer.array("versions") { writer in
                for version in [Self.legacy, Self.current] {
                    writer.object { writer in
                        Self.writeFacts(version, to: &writer)
                        writer.array("links") { Self.writeLink("self", "\(base)/\(version.path)/", to: &$0) }
                    }
                }
            }
        }
    }

    /// Any path that belongs to no version.
    func choices(base: String, path: String) -> Response {
        respond(HTTPResponse.Status(code: 300, reasonPhrase: "Multiple Choices")) { writer in
            writer.array("choices") { writer in
                for version in [Self.legacy, Self.current] {
                    writer.object { writer in
                        writer.field("id", version.id)
                        writer.field("status", version.status)
                        writer.array("links") { Self.writeLink("self", "\(base)/\(version.path)\(path)", to: &$0) }
                        Self.writeMediaTypes(version, to: &writer)
                    }
                }
            }
        }
    }

    /// `GET /v2.1/` and the like.
    func single(_ mount: APIMount, base: String) -> Response {
        respond(.ok) { Self.write(isLegacy: mount.isLegacy, base: base, to: &$0) }
    }

    static func write(isLegacy: Bool, base: String, to writer: inout JSONWriter) {
        let version = isLegacy ? legacy : current
        writer.object("version") { writer in
            writeFacts(version, to: &writer)
            writeMediaTypes(version, to: &writer)
            writer.array("links") { writer in
                writeLink("self", "\(base)/\(version.path)/", to: &writer)
                writeLink("describedby", "https://docs.openstack.org/", type: "text/html", to: &writer)
            }
        }
    }

    private static func writeFacts(_ version: Version, to writer: inout JSONWriter) {
        writer.field("id", version.id)
        writer.field("status", version.status)
        writer.field("version", version.version)
        writer.field("min_version", version.minVersion)
        writer.field("updated", version.updated)
    }

    private static func writeMediaTypes(_ version: Version, to writer: inout JSONWriter) {
        writer.array("media-types") { writer in
            writer.object { writer in
                writer.field("base", "application/json")
                writer.field("type", version.mediaType)
            }
        }
    }

    private static func writeLink(_ relation: String, _ url: String, type: String? = nil, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("rel", relation)
            if let type { writer.field("type", type) }
            writer.field("href", url)
        }
    }

    private func respond(_ status: HTTPResponse.Status, _ content: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter()
        writer.object(content)
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.finish())))
    }
}
