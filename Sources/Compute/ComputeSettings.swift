/// What an operator can choose about servers and hosts.
package struct ComputeSettings: Sendable {
    /// This host's name in `os-services`.
    package var host: HostName
    /// The zone of hosts that were given none.
    package var defaultZone = "nova"
    package var limits = QuotaLimits()
    /// The longest page of a list.
    package var maximumPage = 1000
    /// How long a guest may take to shut itself down before it is powered off.
    package var shutdownTimeout: Duration = .seconds(60)
    /// How often the shutdown request is repeated meanwhile.
    package var shutdownRetry: Duration = .seconds(10)
    /// How long a soft reboot waits before it becomes a hard one.
    package var softRebootTimeout: Duration = .seconds(120)
    /// Seconds for which a deleted server can be restored; 0: deleted servers are gone at once.
    package var reclaimInterval: Int64 = 0
    /// Seconds after which a shelved server gives back what it holds on its host; 0: at once, below 0: only when asked.
    package var shelvedOffloadTime: Int64 = 0
    /// Seconds after which a resize is confirmed; 0: never.
    package var resizeConfirmWindow: Int64 = 0
    package var cpuRatio = 4.0
    package var memoryRatio = 1.0
    package var diskRatio = 1.0
    package var reservedCPUs = 0
    /// MiB.
    package var reservedMemory = 512
    /// MiB.
    package var reservedDisk = 0
    /// Which of this host's processors serve whom.
    package var processors = CPUDivision()
    /// Seconds without a heartbeat after which a host counts as down.
    package var serviceDownAfter: Int64 = 60
    package var heartbeatInterval: Duration = .seconds(10)
    package var figuresInterval: Duration = .seconds(60)
    package var powerSyncInterval: Duration = .seconds(600)
    /// How long a guest that hangs may delay its own diagnostics.
    package var diagnosticsDeadline: Duration = .seconds(5)
    /// How long a guest's agent may take to do what it is asked.
    package var agentDeadline: Duration = .seconds(10)
    /// Every server gets a config drive.
    package var forcesConfigDrive = false
    /// Passwords are shown in the answer of create.
    package var showsAdminPassword = true
    /// The most of a console log that is returned, in bytes.
    package var consoleLimit = 102_400
    /// In bytes.
    package var maximumImageSize: Int64 = 1 << 40

    package init(host: HostName) {
        self.host = host
    }
}
