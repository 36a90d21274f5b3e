import Foundation

/// What every measurement needs, and the table they fill.
final class Bench {
    let daemon: AerieDaemon
    let libvirt: RawLibvirt
    var table = Table()
    /// The guest's image as a file.
    let guest: String
    private var caller: APICaller?
    private var image: String?

    init(daemon: AerieDaemon, guest: String) throws {
        self.daemon = daemon
        self.guest = guest
        libvirt = try RawLibvirt()
    }

    /// The administrator of the running cloud.
    func admin() throws -> APICaller {
        if let caller { return caller }
        let made = try daemon.logIn()
        caller = made
        return made
    }

    /// Starts aeried again; connections of before are gone.
    func restart(meanwhile work: () throws -> Void = {}) throws {
        caller = nil
        daemon.stop()
        try work()
        try daemon.start()
    }

    /// A request for a server from the cloud's only image and flavor.
    func createRequest(networks: String, name: String = "benchmark") throws -> [UInt8] {
        let admin = try admin()
        if image == nil {
            image = try admin.makeImage(file: guest)
            _ = try admin.makeFlavor()
        }
        return try admin.createRequest(image: image ?? "", flavor: "bench", networks: networks, name: name)
    }
}
