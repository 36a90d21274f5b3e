package import Compute
package import Configuration
import FoundationEssentials

/// Everything that an operator can choose, read from flags, environment (`AERIE_…`) and `aerie.yaml`, in this order.
/// `etc/aerie/aerie.yaml` documents each option.
package struct DaemonSettings: Sendable {
    package var http: HTTPSettings
    package var storage: DataSettings
    package var hypervisor: HypervisorSettings
    package var network: PrivateNetworkSettings
    package var identity: IdentitySettings
    package var log: LogSettings
    package var compute: ComputeSettings
    package var actions: ActionSettings
    /// A YAML file in the syntax of oslo.policy that overrides rules; nil for none.
    package var policyFile: String?

    package init(_ config: ConfigReader) throws(SettingsError) {
        http = try HTTPSettings(config.scoped(to: "http"))
        storage = DataSettings(config.scoped(to: "storage"))
        hypervisor = try HypervisorSettings(config.scoped(to: "hypervisor"))
        network = try PrivateNetworkSettings(config.scoped(to: "network"))
        identity = try IdentitySettings(config.scoped(to: "identity"))
        log = try LogSettings(config.scoped(to: "log"))
        actions = try ActionSettings(config.scoped(to: "actions"))
        compute = try ComputeSettings(config.scoped(to: "compute"), quota: config.scoped(to: "quota"))
        policyFile = config.string(forKey: "policy.file")
    }
}

/// A value that can't be used; the text names the option and says what it takes.
package struct SettingsError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

package struct HTTPSettings: Sendable {
    /// Address to listen on.
    package var address: String
    package var port: Int
    /// Replaces scheme and host of every link; nil: as the client came.
    package var publicURL: String?
    /// Believe `X-Forwarded-Proto` and `X-Forwarded-Host`.
    package var trustsForwarded: Bool

    init(_ config: ConfigReader) throws(SettingsError) {
        address = config.string(forKey: "address", default: "127.0.0.1")
        port = try config.checkedInt("port", default: 8774)
        publicURL = config.string(forKey: "publicURL")
        trustsForwarded = try config.checkedBool("trustForwarded", default: false)
        guard (0...65535).contains(port) else { throw SettingsError("http.port: 0 to 65535, not \(port)") }
    }
}

package struct DataSettings: Sendable {
    /// Holds the database, keys, images and instances.
    package var directory: String

    init(_ config: ConfigReader) {
        directory = config.string(forKey: "directory", default: "/var/lib/aerie")
    }

    package var database: String { directory + "/aerie.sqlite" }
    package var keys: String { directory + "/keys" }
    package var nodeID: String { directory + "/node-id" }
}

package struct IdentitySettings: Sendable {
    package var tokenLifetimeSeconds: Int
    /// Holds the password of the first administrator; read once, when there are no users yet.
    package var adminPasswordFile: String?
    package var region: String

    init(_ config: ConfigReader) throws(SettingsError) {
        tokenLifetimeSeconds = try config.checkedInt("tokenLifetime", default: 86_400)
        adminPasswordFile = config.string(forKey: "adminPasswordFile")
        region = config.string(forKey: "region", default: "RegionOne")
    }
}

package struct LogSettings: Sendable {
    package enum Format: String, Sendable { case text, json }

    package var level: String
    package var format: Format

    init(_ config: ConfigReader) throws(SettingsError) {
        level = config.string(forKey: "level", default: "info")
        let text = config.string(forKey: "format", default: "text")
        guard let format = Format(rawValue: text) else {
            throw SettingsError("log.format: text or json, not \(text)")
        }
        self.format = format
    }
}

/// How many actions run side by side.
package struct ActionSettings: Sendable {
    package var builds: Int
    package var short: Int
    package var waiting: Int
    package var long: Int

    init(_ config: ConfigReader) throws(SettingsError) {
        builds = try max(1, config.checkedInt("builds", default: 8))
        short = try max(1, config.checkedInt("short", default: 16))
        waiting = try max(1, config.checkedInt("waiting", default: 256))
        long = try max(1, config.checkedInt("long", default: 2))
    }
}
