import CLibvirt

/// The calls that actions on servers come down to.
extension RawLibvirt {
    func define(_ xml: String) throws -> Guest {
        guard let pointer = virDomainDefineXML(connection, xml) else { throw Self.failure("defining the domain") }
        return Guest(adopting: pointer)
    }

    /// Starts the guest; one whose memory was saved goes on.
    func start(_ guest: Guest) throws {
        guard virDomainCreate(guest.pointer) == 0 else { throw Self.failure("starting the domain") }
    }

    func suspend(_ guest: Guest) throws {
        guard virDomainSuspend(guest.pointer) == 0 else { throw Self.failure("suspending the domain") }
    }

    func resume(_ guest: Guest) throws {
        guard virDomainResume(guest.pointer) == 0 else { throw Self.failure("resuming the domain") }
    }

    func managedSave(_ guest: Guest) throws {
        guard virDomainManagedSave(guest.pointer, 0) == 0 else { throw Self.failure("saving the domain") }
    }

    func undefine(_ guest: Guest) throws {
        let flags = VIR_DOMAIN_UNDEFINE_MANAGED_SAVE.rawValue | VIR_DOMAIN_UNDEFINE_NVRAM.rawValue
        guard virDomainUndefineFlags(guest.pointer, flags) == 0 else { throw Self.failure("undefining the domain") }
    }
}
