package import Compute
import FoundationEssentials

/// Everything that an operator can choose, read from flags, environment (`AERIE_…`) and `aerie.yaml`, in this order.
/// `etc/aerie/aerie.yaml` documents each option.
package struct DaemonSettings: Sendable {
    package var http: HTTPSettings
    package var storage: DataSettings
    package var store: StoreSettings
    package var hypervisor: HypervisorSettings
    package var network: PrivateNetworkSettings
    package var metadata: MetadataOptions
    package var identity: IdentitySettings
    package var log: LogSettings
    package var compute: ComputeSettings
    package var actions: ActionSettings
    package var console: ConsoleSettings
    /// A YAML file in the syntax of oslo.policy that overrides rules; nil for none.
    package var policyFile: String?

    /// - Parameter sources: the first that has an option wins.
    package init(_ sources: [SettingsSource]) throws(SettingsError) {
        let asked = AskedOptions()
        func section(_ name: String) -> SettingsReader {
            SettingsReader(section: name, sources: sources, asked: asked)
        }
        http = try HTTPSettings(section("http"))
        storage = try DataSettings(section("storage"))
        store = try StoreSettings(section("store"))
        hypervisor = try HypervisorSettings(section("hypervisor"))
        network = try PrivateNetworkSettings(section("network"))
        metadata = try MetadataOptions(section("metadata"))
        identity = try IdentitySettings(section("identity"))
        log = try LogSettings(section("log"))
        actions = try ActionSettings(section("actions"))
        console = try ConsoleSettings(section("console"))
        compute = try ComputeSettings(section("compute"), quota: section("quota"))
        policyFile = try section("policy").text("file")
        try asked.check(sources)
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
    /// Believe `X-Forwarded-Proto`, `-Host`, `-Prefix` and `-For`.
    package var trustsForwarded: Bool
    /// Seconds after which a connection is closed that has no request, or whose request does not go on arriving.
    package var idleTimeout: Int

    init(_ config: SettingsReader) throws(SettingsError) {
        address = try config.text("address", default: "127.0.0.1")
        port = try config.integer("port", in: 0...65535, default: 8774)
        publicURL = try config.text("publicURL")
        if let publicURL, !publicURL.hasPrefix("http://"), !publicURL.hasPrefix("https://") {
            throw config.refusal("publicURL", publicURL, "a URL such as https://cloud.example")
        }
        trustsForwarded = try config.isSet("trustForwarded", default: false)
        idleTimeout = try config.integer("idleTimeout", in: 1...86_400, default: 60)
    }
}

package struct DataSettings: Sendable {
    /// Holds the database, keys, images and instances.
    package var directory: String

    init(_ config: SettingsReader) throws(SettingsError) {
        directory = try config.value("directory", "an absolute path", default: "/var/lib/aerie") { text in
            text.hasPrefix("/") ? text : nil
        }
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

    init(_ config: SettingsReader) throws(SettingsError) {
        // Expiry times are written with four digits for the year.
        tokenLifetimeSeconds = try config.integer("tokenLifetime", in: 1...3_153_600_000, default: 86_400)
        adminPasswordFile = try config.text("adminPasswordFile")
        region = try config.text("region", default: "RegionOne")
    }
}

package struct LogSettings: Sendable {
    package enum Format: String, Sendable, CaseIterable { case text, json }
    /// The words of swift-log.
    package enum Level: String, Sendable, CaseIterable { case trace, debug, info, notice, warning, error, critical }

    package var level: Level
    package var format: Format

    init(_ config: SettingsReader) throws(SettingsError) {
        let known = Level.allCases.map(\.rawValue).joined(separator: ", ")
        level = try config.value("level", "one of " + known, default: .info) { Level(rawValue: $0.lowercased()) }
        format = try config.choice("format", default: .text)
    }
}

/// How many actions run side by side.
package struct ActionSettings: Sendable {
    package var builds: Int
    package var short: Int
    package var waiting: Int
    package var long: Int
    package var snapshots: Int

    init(_ config: SettingsReader) throws(SettingsError) {
        builds = try config.integer("builds", in: 1...10_000, default: 8)
        short = try config.integer("short", in: 1...10_000, default: 16)
        waiting = try config.integer("waiting", in: 1...10_000, default: 256)
        long = try config.integer("long", in: 1...10_000, default: 4)
        snapshots = try config.integer("snapshots", in: 1...10_000, default: 2)
    }
}
