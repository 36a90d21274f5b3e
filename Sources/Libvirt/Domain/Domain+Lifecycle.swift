import CLibvirt

extension Domain {
    /// Starts a defined domain; from its managed save image when it has one.
    package func create(_ flags: CreateFlags = []) throws(LibvirtError) {
        try check(virDomainCreateWithFlags(pointer, flags.rawValue))
    }

    /// Asks the guest to power off and returns at once: whether it does is up to the guest.
    package func shutdown(_ flags: ShutdownFlags = []) throws(LibvirtError) {
        try check(virDomainShutdownFlags(pointer, flags.rawValue))
    }

    /// Asks the guest to reboot and returns at once.
    package func reboot(_ flags: ShutdownFlags = []) throws(LibvirtError) {
        try check(virDomainReboot(pointer, flags.rawValue))
    }

    /// As the reset button does: the guest isn't asked.
    package func reset() throws(LibvirtError) {
        try check(virDomainReset(pointer, 0))
    }

    /// As pulling the plug does. A transient domain is gone then.
    package func destroy(_ flags: DestroyFlags = []) throws(LibvirtError) {
        try check(virDomainDestroyFlags(pointer, flags.rawValue))
    }

    /// Stops the virtual CPUs; memory stays.
    package func suspend() throws(LibvirtError) {
        try check(virDomainSuspend(pointer))
    }

    package func resume() throws(LibvirtError) {
        try check(virDomainResume(pointer))
    }

    /// Writes memory to a file that libvirt keeps and stops the domain. A long call; `abortJob` ends it.
    package func managedSave(_ flags: SaveFlags = []) throws(LibvirtError) {
        try check(virDomainManagedSave(pointer, flags.rawValue))
    }

    package func hasManagedSaveImage() throws(LibvirtError) -> Bool {
        try check(virDomainHasManagedSaveImage(pointer, 0)) == 1
    }

    package func managedSaveRemove() throws(LibvirtError) {
        try check(virDomainManagedSaveRemove(pointer, 0))
    }

    /// Removes the persistent configuration; a running domain becomes transient.
    package func undefine(_ flags: UndefineFlags = []) throws(LibvirtError) {
        try check(virDomainUndefineFlags(pointer, flags.rawValue))
    }

    package func injectNMI() throws(LibvirtError) {
        try check(virDomainInjectNMI(pointer, 0))
    }

    /// Presses these Linux key codes together.
    /// - Parameter hold: milliseconds.
    package func sendKeys(_ codes: [UInt32], hold: UInt32 = 100) throws(LibvirtError) {
        var codes = codes
        try check(
            virDomainSendKey(pointer, VIR_KEYCODE_SET_LINUX.rawValue, hold, &codes, Int32(codes.count), 0))
    }
}
