import CLibvirt

extension Domain {
    /// How long libvirt waits for the guest agent.
    package struct AgentTimeout: LibvirtCode {
        package let rawValue: Int32

        /// Seconds.
        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let block = Self(VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK)
        /// libvirt's own, 5 seconds.
        package static let standard = Self(VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT)
        package static let noWait = Self(VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT)

        package static func seconds(_ count: Int32) -> Self { Self(rawValue: count) }
    }

    /// Sends a command (JSON) to the guest agent and gives its answer (JSON). Only for the QEMU driver.
    /// - Throws: `.agentUnresponsive` when no agent answers.
    package func agentCommand(
        _ command: String, timeout: AgentTimeout = .standard
    ) throws(LibvirtError) -> String {
        try takeString(virDomainQemuAgentCommand(pointer, command, timeout.rawValue, 0))
    }

    /// How long every later call to the guest agent waits.
    package func setAgentResponseTimeout(_ timeout: AgentTimeout) throws(LibvirtError) {
        try check(virDomainAgentSetResponseTimeout(pointer, timeout.rawValue, 0))
    }

    package func setUserPassword(
        user: String, password: String, encrypted: Bool = false
    ) throws(LibvirtError) {
        let flags = encrypted ? VIR_DOMAIN_PASSWORD_ENCRYPTED.rawValue : 0
        try check(virDomainSetUserPassword(pointer, user, password, flags))
    }

    /// - Parameter mountPoints: empty is all.
    /// - Returns: how many file systems were frozen.
    @discardableResult
    package func freezeFileSystems(_ mountPoints: [String] = []) throws(LibvirtError) -> Int {
        guard !mountPoints.isEmpty else { return Int(try check(virDomainFSFreeze(pointer, nil, 0, 0))) }
        let result = withCStrings(mountPoints) { virDomainFSFreeze(pointer, $0, UInt32(mountPoints.count), 0) }
        return Int(try check(result))
    }

    /// - Parameter mountPoints: empty is all.
    /// - Returns: how many file systems were thawed.
    @discardableResult
    package func thawFileSystems(_ mountPoints: [String] = []) throws(LibvirtError) -> Int {
        guard !mountPoints.isEmpty else { return Int(try check(virDomainFSThaw(pointer, nil, 0, 0))) }
        let result = withCStrings(mountPoints) { virDomainFSThaw(pointer, $0, UInt32(mountPoints.count), 0) }
        return Int(try check(result))
    }

    /// Sets the guest's clock.
    package func setTime(seconds: Int64, nanoseconds: UInt32 = 0) throws(LibvirtError) {
        try check(virDomainSetTime(pointer, seconds, nanoseconds, 0))
    }

    /// Sets the guest's clock from its real-time clock, as after a suspend.
    package func synchronizeTime() throws(LibvirtError) {
        try check(virDomainSetTime(pointer, 0, 0, VIR_DOMAIN_TIME_SYNC.rawValue))
    }
}
