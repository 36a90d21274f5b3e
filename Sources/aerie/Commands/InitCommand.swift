import ArgumentParser
import FoundationEssentials
import WireJSON
import Yams

/// Writes what a new cloud needs: a configuration, the first administrator's password, and a `clouds.yaml`.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a configuration, an admin password and a clouds.yaml.",
        discussion: "Files that are there already are kept as they are, so running it again is harmless.")

    @Option(help: "Directory for the database, images and disks of VMs.")
    var data = "/var/lib/aerie"

    @Option(help: "Configuration file to write (default: aerie.yaml in the data directory).")
    var config: String?

    @Option(help: "Address that aeried listens on.")
    var address = "127.0.0.1"

    @Option(help: "Port that aeried listens on.")
    var port = 8774

    @Option(help: "Host and port that clients use, if it isn't the address above.")
    var endpoint: String?

    @Option(help: "How guests run: kvm, qemu or auto.")
    var virtType: String?

    @Option(help: "Range of the network private, such as 172.29.0.0/20. Each cloud on a host needs its own.")
    var network: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard data.hasPrefix("/") else { throw ValidationError("--data takes an absolute path, not \(data)") }
        guard (1...65535).contains(port) else { throw ValidationError("--port takes 1 to 65535, not \(port)") }
        if let virtType, !["kvm", "qemu", "auto"].contains(virtType) {
            throw ValidationError("--virt-type takes kvm, qemu or auto, not \(virtType)")
        }
    }

    func run() async throws {
        let paths = Paths(data: data, config: config)
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: data)
        var written: [String] = []
        if try SecretFile.writeIfMissing(paths.password, try Password.generate() + "\n") {
            written.append(paths.password)
        }
        if try SecretFile.writeIfMissing(paths.config, try configuration(paths)) { written.append(paths.config) }
        let password = try SecretFile.read(paths.password)
        if try SecretFile.writeIfMissing(paths.clouds, try clouds(password: password)) { written.append(paths.clouds) }
        report(paths, written)
    }

    private struct Paths {
        let config: String
        let password: String
        let clouds: String

        init(data: String, config: String?) {
            self.config = config ?? data + "/aerie.yaml"
            password = data + "/admin-password"
            clouds = data + "/clouds.yaml"
        }
    }

    private func configuration(_ paths: Paths) throws -> String {
        let file = ConfigurationFile(
            storage: .init(directory: data), identity: .init(adminPasswordFile: paths.password),
            http: .init(address: address, port: port), hypervisor: virtType.map { .init(virtType: $0) },
            network: network.map { .init(cidr: $0) })
        return "# Every option: etc/aerie/aerie.yaml\n" + (try YAMLEncoder().encode(file))
    }

    private func clouds(password: String) throws -> String {
        let auth = [
            "auth_url": "http://\(endpoint ?? "\(address):\(port)")/identity/v3", "username": "admin",
            "password": password, "project_name": "admin", "user_domain_id": "default", "project_domain_id": "default",
        ]
        return try YAMLEncoder().encode(CloudsFile(password: auth))
    }

    private func report(_ paths: Paths, _ written: [String]) {
        if json {
            Output.json([
                "config": .string(paths.config), "clouds": .string(paths.clouds),
                "admin_password_file": .string(paths.password), "written": .array(written.map { .string($0) }),
            ])
        } else {
            written.forEach { print("wrote \($0)") }
            if written.isEmpty { print("everything is there already; nothing was changed") }
            print("Start it:  aeried --config \(paths.config)")
            print("Use it:    export OS_CLIENT_CONFIG_FILE=\(paths.clouds) OS_CLOUD=aerie")
        }
    }
}

/// The few settings that a new cloud can't do without.
private struct ConfigurationFile: Encodable {
    struct Storage: Encodable { let directory: String }
    struct Identity: Encodable { let adminPasswordFile: String }
    struct HTTP: Encodable {
        let address: String
        let port: Int
    }
    struct Hypervisor: Encodable { let virtType: String }
    struct Network: Encodable { let cidr: String }

    let storage: Storage
    let identity: Identity
    let http: HTTP
    let hypervisor: Hypervisor?
    let network: Network?
}

/// `clouds.yaml` as the standard clients read it.
private struct CloudsFile: Encodable {
    private struct Cloud: Encodable {
        let auth: [String: String]
        let region_name = "RegionOne"
        let identity_api_version = "3"
    }

    private let clouds: [String: Cloud]

    init(password auth: [String: String]) {
        clouds = ["aerie": Cloud(auth: auth)]
    }
}
