/// One API at one place of the server's URL space.
package struct APIMount: Sendable {
    enum Versioning: Sendable {
        /// The Compute API with version headers.
        case microversions
        /// The legacy Compute API: version headers mean nothing.
        case legacy
        /// No versions at all.
        case none
    }

    /// `/v2.1`, `/identity/v3`; empty for the root.
    let prefix: String
    let style: ErrorStyle
    let versioning: Versioning
    let routes: RouteTable

    private init(prefix: String, style: ErrorStyle, versioning: Versioning, routes: RouteTable) {
        self.prefix = prefix
        self.style = style
        self.versioning = versioning
        self.routes = routes
    }

    /// A companion API without microversions.
    package init(prefix: String, style: ErrorStyle, resources: [any Resource]) {
        self.init(prefix: prefix, style: style, versioning: .none, routes: RouteTable(resources))
    }

    /// The Compute API, twice: `/v2.1` with microversions and the legacy `/v2`.
    package static func compute(_ resources: [any Resource]) -> [APIMount] {
        let routes = RouteTable(resources)
        return [
            APIMount(prefix: "/v2.1", style: .compute, versioning: .microversions, routes: routes),
            APIMount(prefix: "/v2", style: .compute, versioning: .legacy, routes: routes),
        ]
    }

    /// The path below the mount; nil when it lies elsewhere.
    func rest(of path: String) -> Substring? {
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        return rest.isEmpty || rest.hasPrefix("/") ? rest : nil
    }

    var isLegacy: Bool {
        switch versioning {
        case .legacy: true
        case .microversions, .none: false
        }
    }

    var isCompute: Bool {
        switch versioning {
        case .microversions, .legacy: true
        case .none: false
        }
    }
}
