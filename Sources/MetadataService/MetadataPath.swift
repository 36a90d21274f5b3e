/// Where in the tree of documents a request points.
struct MetadataPath: Sendable, Hashable {
    let parts: [String]

    /// - Parameter target: a request's target. A query is cut off; empty parts and dots go as in a file's path.
    init(_ target: String) {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        parts = path.split(separator: "/").reduce(into: []) { parts, part in
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
    }
}
