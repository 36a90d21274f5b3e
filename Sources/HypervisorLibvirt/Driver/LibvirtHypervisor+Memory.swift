package import Compute
import FoundationEssentials
import Libvirt

/// What is done with a guest's processors and memory while it stays the same guest.
extension LibvirtHypervisor {
    package func pause(_ id: ServerID) async throws(HypervisorError) {
        try await whileOn(id, "paused") { domain, state throws(LibvirtError) in
            if state != .paused { try domain.suspend() }
        }
    }

    package func unpause(_ id: ServerID) async throws(HypervisorError) {
        try await whileOn(id, "unpaused") { domain, state throws(LibvirtError) in
            if state == .paused { try domain.resume() }
        }
    }

    package func interrupt(_ id: ServerID) async throws(HypervisorError) {
        try await whileOn(id, "interrupted") { domain, _ throws(LibvirtError) in try domain.injectNMI() }
    }

    package func save(_ id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        let end: SaveEnd = try await long(about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            guard try domain.isActive() else { return try domain.hasManagedSaveImage() ? .saved : .wasOff }
            do throws(LibvirtError) {
                try domain.managedSave()
                return .saved
            } catch {
                guard error.code == .operationAborted else { throw error }
                return .aborted
            }
        }
        switch end {
        case .saved: return
        case .wasOff: throw .off("suspended")
        case .aborted: throw .failed("Somebody has ended the saving of the guest's memory. The guest goes on.")
        }
    }

    private enum SaveEnd { case saved, wasOff, aborted }

    package func cancelSave(_ id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        try await read(waitingFor: uuid, about: id) { connection throws(LibvirtError) in
            guard let domain = try connection.existingDomain(uuid) else { return }
            do throws(LibvirtError) {
                try domain.abortJob()
            } catch {
                guard error.code == .operationInvalid else { throw error }
            }
        }
    }

    package func restore(_ id: ServerID) async throws(HypervisorError) -> Bool {
        let uuid = try id.uuid()
        return try await long(about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            if try domain.isActive() { return true }
            guard try domain.hasManagedSaveImage() else { return false }
            try domain.createUnlessActive()
            return true
        }
    }

    package func discardSavedMemory(_ id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        try await change(on: .domain(uuid), about: id) { connection throws(LibvirtError) in
            guard let domain = try connection.existingDomain(uuid), try domain.hasManagedSaveImage() else { return }
            try domain.managedSaveRemove()
        }
    }

    package func synchronizeClock(_ id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        try await read(waitingFor: uuid, within: .seconds(10), about: id) { connection throws(LibvirtError) in
            try connection.domain(uuid: uuid).synchronizeTime()
        }
    }

    /// - Parameter done: what the guest can't be while it is off.
    private func whileOn(
        _ id: ServerID, _ done: String,
        _ work: @escaping @Sendable (Domain, Domain.State) throws(LibvirtError) -> Void
    ) async throws(HypervisorError) {
        let uuid = try id.uuid()
        let isOn = try await change(on: .domain(uuid), about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            guard try domain.isActive() else { return false }
            do throws(LibvirtError) {
                try work(domain, try domain.state().state)
            } catch {
                // It may have ended meanwhile.
                guard error.code == .operationInvalid, try !domain.isActive() else { throw error }
                return false
            }
            return true
        }
        guard isOn else { throw .off(done) }
    }

    private func long<Value: Sendable>(
        about id: ServerID, _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async throws(HypervisorError) -> Value {
        do { return try await changes.runLong(work) } catch { throw HypervisorError(error, guest: id) }
    }
}

extension HypervisorError {
    static func off(_ done: String) -> HypervisorError {
        .impossible("The server's guest is off, so it can't be \(done).")
    }
}
