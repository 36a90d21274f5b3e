package import Configuration

/// A place that options come from: flags, environment or file.
package struct SettingsSource: Sendable {
    let provider: any ConfigProvider
    /// Set for a file: options have one name in all files, so the file is named instead.
    let path: String?
    /// The options that a file holds: `http.port`. Empty for flags and environment, which hold much else.
    let options: [String]

    package init(_ provider: any ConfigProvider, path: String? = nil, options: [String] = []) {
        self.provider = provider
        self.path = path
        self.options = options
    }

    func value(_ key: AbsoluteConfigKey, _ type: ConfigType) throws -> ConfigContent? {
        try provider.value(forKey: key, type: type).value?.content
    }

    /// As people know it: `--http-port`, `AERIE_HTTP_PORT`, `/etc/aerie/aerie.yaml`.
    func name(of key: AbsoluteConfigKey) -> String {
        path ?? (try? provider.value(forKey: key, type: .stringArray).encodedKey) ?? provider.providerName
    }
}
