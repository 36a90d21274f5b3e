import ArgumentParser
import FoundationEssentials
import Yams

/// How to reach and enter the cloud: environment (`OS_…`) first, then `clouds.yaml`, where the standard clients look too.
struct CloudSettings: Sendable {
    var identityURL: String
    var user: String
    var password: String
    var project: String

    init(cloud: String?, environment: [String: String]) throws {
        let name = cloud ?? environment["OS_CLOUD"] ?? "aerie"
        let file = try Self.file(named: name, environment)
        func setting(_ key: String, _ variable: String) throws -> String {
            if let value = environment[variable] ?? file[key] { return value }
            throw CLIError(
                "\(key) of cloud \(name) is not known: set OS_CLIENT_CONFIG_FILE to the clouds.yaml that 'aerie init' wrote, or \(variable)",
                .noCloud)
        }
        identityURL = try setting("auth_url", "OS_AUTH_URL")
        user = try setting("username", "OS_USERNAME")
        password = try setting("password", "OS_PASSWORD")
        project = try setting("project_name", "OS_PROJECT_NAME")
    }

    private static func file(named cloud: String, _ environment: [String: String]) throws -> [String: String] {
        for path in candidates(environment) {
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            let text = String(decoding: data, as: UTF8.self)
            guard let root = try Yams.compose(yaml: text)?.mapping?["clouds"]?.mapping?[Node(cloud)] else { continue }
            var auth: [String: String] = [:]
            for (key, value) in root.mapping?["auth"]?.mapping ?? [:] {
                if let key = key.string, let value = value.scalar?.string { auth[key] = value }
            }
            return auth
        }
        return [:]
    }

    private static func candidates(_ environment: [String: String]) -> [String] {
        var paths = [environment["OS_CLIENT_CONFIG_FILE"]].compactMap { $0 }
        paths.append("clouds.yaml")
        if let home = environment["HOME"] { paths.append(home + "/.config/openstack/clouds.yaml") }
        return paths + ["/etc/openstack/clouds.yaml", "/var/lib/aerie/clouds.yaml"]
    }
}

/// Options of every command that talks to the cloud.
struct CloudOptions: ParsableArguments {
    @Option(name: .customLong("os-cloud"), help: "Name of the cloud in clouds.yaml.")
    var cloud: String?

    @Flag(help: "Print JSON.")
    var json = false

    func client() async throws -> CloudClient {
        let settings = try CloudSettings(cloud: cloud, environment: ProcessInfo.processInfo.environment)
        return try await CloudClient.logIn(settings)
    }
}
