import Compute
import FoundationEssentials
import Libvirt

extension LibvirtHypervisor {
    /// Looks at something.
    /// - Parameter guest: whose QEMU the call may wait for; nil when libvirt answers by itself.
    func read<Value: Sendable>(
        waitingFor guest: UUID? = nil, within limit: Duration? = nil, about id: ServerID? = nil,
        _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async throws(HypervisorError) -> Value {
        do {
            let connection = guest == nil ? reads : questions
            return try await connection.run(on: guest.map(LaneKey.domain), within: limit ?? settings.callLimit, work)
        } catch {
            throw HypervisorError(error, guest: id)
        }
    }

    /// Changes something, after what was asked before for the same guest or network.
    func change<Value: Sendable>(
        on key: LaneKey?, within limit: Duration? = nil, about id: ServerID? = nil,
        _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async throws(HypervisorError) -> Value {
        do {
            return try await changes.run(on: key, within: limit ?? settings.changeLimit, work)
        } catch {
            throw HypervisorError(error, guest: id)
        }
    }
}

extension Connection {
    /// Nil when there is none.
    func existingDomain(_ uuid: UUID) throws(LibvirtError) -> Domain? {
        do {
            return try domain(uuid: uuid)
        } catch {
            if error.code == .noDomain { return nil }
            throw error
        }
    }

    /// Nil when there is no such domain, or none any more.
    func isOurs(_ uuid: UUID) throws(LibvirtError) -> Bool? {
        do {
            return try domain(uuid: uuid).isOurs()
        } catch {
            if error.code == .noDomain { return nil }
            throw error
        }
    }

    /// Nil when there is none.
    func existingNetwork(_ name: String) throws(LibvirtError) -> Network? {
        do {
            return try network(name: name)
        } catch {
            if error.code == .noNetwork { return nil }
            throw error
        }
    }

    /// Nil when there is none.
    func existingFilter(_ name: String) throws(LibvirtError) -> NWFilter? {
        do {
            return try filter(name: name)
        } catch {
            if error.code == .noNWFilter { return nil }
            throw error
        }
    }
}
