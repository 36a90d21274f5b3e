/// A resize that has been neither confirmed nor reverted: the server has the disks of both flavors.
package struct ServerResize: Sendable, Hashable, Codable {
    package enum Status: String, Sendable, Hashable, Codable {
        /// Its host has not been asked for room yet: there the server still takes what its old flavor does.
        case requested
        case running
        /// It waits to be confirmed or reverted.
        case finished
        case confirming
        /// Some of its disks may be those of before, some those of the new flavor.
        case reverting
    }

    package var old: ServerFlavor
    package var new: ServerFlavor
    package var status: Status
    /// Its guest runs afterwards, and after a revert.
    package var wasActive: Bool
    package var finishedAt: Timestamp?

    package init(old: ServerFlavor, new: ServerFlavor, wasActive: Bool) {
        self.old = old
        self.new = new
        self.wasActive = wasActive
        status = .running
    }

    /// What it takes of the host besides what the old flavor does.
    package var growth: ServerHoldings {
        ServerHoldings(
            vcpus: max(0, new.vcpus - old.vcpus), ram: max(0, new.ram - old.ram), disk: new.disk + new.ephemeral)
    }

    /// As it is once the server has the new flavor.
    func finished(at now: Timestamp) -> ServerResize {
        var resize = self
        resize.status = .finished
        resize.finishedAt = now
        return resize
    }
}

/// What a server takes of its host and of its project's quota.
package struct ServerHoldings: Sendable, Hashable {
    package let vcpus: Int
    /// MiB.
    package let ram: Int
    /// GiB of root and ephemeral disks.
    package let disk: Int
}

extension ServerRecord {
    /// As it is to be after its resize.
    var resized: ServerRecord {
        var server = self
        if let resize { server.flavor = resize.new }
        return server
    }

    /// Of a resize that is not confirmed: what the larger flavor needs to run, and the disks of both.
    package var holdings: ServerHoldings {
        guard let resize else {
            return ServerHoldings(vcpus: flavor.vcpus, ram: flavor.ram, disk: flavor.disk + flavor.ephemeral)
        }
        return ServerHoldings(
            vcpus: max(resize.old.vcpus, resize.new.vcpus), ram: max(resize.old.ram, resize.new.ram),
            disk: resize.old.disk + resize.old.ephemeral + resize.new.disk + resize.new.ephemeral)
    }

    /// Of these, what its host has given it.
    var heldOnHost: ServerHoldings {
        guard let resize, resize.status == .requested else { return holdings }
        let (held, growth) = (holdings, resize.growth)
        return ServerHoldings(
            vcpus: held.vcpus - growth.vcpus, ram: held.ram - growth.ram, disk: held.disk - growth.disk)
    }
}
