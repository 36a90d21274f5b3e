package import Compute
import FoundationEssentials
import Libvirt

/// What is done with a guest's processors and memory while it stays the same guest.
extension LibvirtHypervisor {
    package func pause(_ id: ServerID) async throws(HypervisorError) {
        try await whileOn(id, "paused") { domain throws(LibvirtError) in
            try domain.suspend()
        } unless: { state in
            state == .paused
        }
    }

    package func unpause(_ id: ServerID) async throws(HypervisorError) {
        try await whileOn(id, "unpaused") { domain throws(LibvirtError) in
            try domain.resume()
        } unless: { state in
            state != .paused
        }
    }

    package func interrupt(_ id: ServerID) async throws(HypervisorError) {
        try await whileOn(id, "interrupted") { domain throws(LibvirtError) in
            try domain.injectNMI()
        } unless: { _ in
            false
        }
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
                if error.code == .operationAborted { return .aborted }
                // The guest's job belongs to a save that an earlier run has begun, and libvirt goes on with.
                guard error.code == .operationTimeout, try domain.waitForEndOfJob() else { throw error }
                if try domain.isActive() { return .aborted }
                return try domain.hasManagedSaveImage() ? .saved : .wasOff
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

    /// Does something to a guest without looking at it first: a look costs as much as the call itself, and libvirt looks too.
    /// - Parameters:
    ///   - done: what the guest can't be while it is off.
    ///   - isDone: whether a guest in this state needs nothing done, when libvirt has refused it (not all of its drivers take
    ///     it for a success).
    private func whileOn(
        _ id: ServerID, _ done: String, _ work: @escaping @Sendable (Domain) throws(LibvirtError) -> Void,
        unless isDone: @escaping @Sendable (Domain.State) -> Bool
    ) async throws(HypervisorError) {
        let uuid = try id.uuid()
        let isOn = try await change(on: .domain(uuid), about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            do throws(LibvirtError) {
                try work(domain)
            } catch {
                // libvirt's test driver says the latter.
                guard error.code == .operationInvalid || error.code == .internalError else { throw error }
                guard try domain.isActive() else { return false }
                guard isDone(try domain.state().state) else { throw error }
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
