package import ConsoleProxy

/// How consoles of guests are served.
package struct ConsoleSettings: Sendable {
    package var isEnabled: Bool
    package var proxy: ConsoleProxySettings
    /// Seconds in which a console's URL must be opened, and after which its session ends.
    package var tokenLifetime: Int

    init(_ config: SettingsReader) throws(SettingsError) {
        isEnabled = try config.isSet("enabled", default: true)
        tokenLifetime = try config.integer("tokenLifetime", in: 1...604_800, default: 600)
        proxy = ConsoleProxySettings()
        proxy.address = try config.text("address", default: proxy.address)
        proxy.port = try config.integer("port", in: 0...65535, default: proxy.port)
        proxy.pages = try Self.directory("pages", default: proxy.pages, config)
        proxy.spicePages = try Self.directory("spicePages", default: proxy.spicePages, config)
        proxy.maximumSessions = try config.integer("maxSessions", in: 1...10_000, default: proxy.maximumSessions)
        proxy.maximumConnections = proxy.maximumSessions * 4
        if let url = try config.text("publicURL") {
            proxy.publicURL = try Self.origin(url, "publicURL", config)
        } else if ["0.0.0.0", "::"].contains(proxy.address) {
            throw SettingsError(
                "console.publicURL is not set. With console.address \(proxy.address) it takes the URL by which browsers "
                    + "reach this host, such as http://host.example:\(proxy.port).")
        }
        for url in try config.list("allowedOrigins") {
            proxy.allowedOrigins.append(try Self.origin(url, "allowedOrigins", config))
        }
    }

    private static func directory(
        _ option: String, default standard: String, _ config: SettingsReader
    ) throws(SettingsError) -> String {
        try config.value(option, "an absolute path", default: standard) { text in
            text.hasPrefix("/") ? text : nil
        }
    }

    private static func origin(
        _ url: String, _ option: String, _ config: SettingsReader
    ) throws(SettingsError) -> WebOrigin {
        guard let origin = WebOrigin(url) else {
            throw config.refusal(option, url, "a URL such as https://console.example")
        }
        return origin
    }
}
