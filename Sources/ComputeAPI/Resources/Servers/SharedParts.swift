import APISchema
import Compute
import WireJSON

/// Parts of answers that many servers have in common, encoded once for each different one. Stores share equal flavors and
/// images between records, so comparing a server's with the one before is mostly comparing pointers.
struct SharedParts: Sendable {
    struct Image: Sendable {
        let plain: [UInt8]
        let withProperties: [UInt8]
    }

    /// One for each server; empty when the answer shows none.
    let flavors: [[UInt8]]
    let images: [Image]

    init(_ servers: [ServerRecord], _ facets: RowFacets, _ grants: ServerPage.Grants, _ links: LinkBase) {
        flavors =
            facets.contains(.flavor)
            ? Self.encode(servers.indices.map { servers[$0].flavor }) {
                $0.encoded(extraSpecs: grants.flavorExtraSpecs)
            }
            : []
        images =
            facets.contains(.image)
            ? Self.encode(servers.indices.map { servers[$0].image }) { image in
                Image(
                    plain: Self.encode(image, links, withProperties: false),
                    withProperties: Self.encode(image, links, withProperties: true))
            } : []
    }

    private static func encode<Part: Hashable, Encoded>(_ parts: [Part], _ encode: (Part) -> Encoded) -> [Encoded] {
        if parts.count == 1 { return parts.map(encode) }
        var known: [Part: Encoded] = [:]
        var last: (part: Part, encoded: Encoded)?
        return parts.map { part in
            if let last, last.part == part { return last.encoded }
            let encoded = known[part] ?? encode(part)
            known[part] = encoded
            last = (part, encoded)
            return encoded
        }
    }

    /// An empty text when the server has no image.
    private static func encode(_ image: ServerImage?, _ links: LinkBase, withProperties: Bool) -> [UInt8] {
        guard let image else { return JSONValue.string("").encoded }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("id", image.id.text)
            writer.key("links")
            links.writeBookmark("images", image.id.text, to: &writer)
            if withProperties { writer.field("properties", ImagePropertyNames.shown(of: image.properties)) }
        }
        return writer.finish()
    }
}

extension ServerFlavor {
    fileprivate func encoded(extraSpecs showsExtraSpecs: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("vcpus", vcpus)
            writer.field("ram", ram)
            writer.field("disk", disk)
            writer.field("ephemeral", ephemeral)
            writer.field("swap", swap)
            writer.field("original_name", name)
            if showsExtraSpecs { writer.field("extra_specs", extraSpecs) }
        }
        return writer.finish()
    }
}
